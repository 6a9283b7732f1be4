/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-painter.h"
#include "pollux-scene.h"
#include "pollux-timeline.h"
#include "pollux-tsv.h"

G_BEGIN_DECLS

/*
 * The timeline's struct and what its files call of each other:
 *
 * pollux-timeline.c           type, geometry, adjustments, following the session
 * pollux-timeline-draw.c      scene, palette, snapshot, crosshair and labels
 * pollux-timeline-motion.c    what moves by itself: glides, kinetic scrolling
 * pollux-timeline-input.c     pointer, touch, wheel
 * pollux-timeline-copy.c      what goes to the clipboard as text
 * pollux-timeline-drag.c      what a pressed button drags
 * pollux-timeline-navigate.c  selecting by keys, zooming to things
 * pollux-timeline-chain.c     following wakes and spawns
 * pollux-timeline-fold.c      showing and hiding the spans below a lane
 * pollux-timeline-nothing.c   what there is outside of an empty view
 * pollux-timeline-lanes.c     pinning, hiding, collapsing and packing lanes
 * pollux-timeline-actions.c   the actions, their keys, the context menu
 * pollux-timeline-tooltip.c   texts: tooltip, accessible description
 *
 * x and y are widget pixels everywhere; pixels of the lanes' own (x minus the
 * headers) appear only where a PolluxViewport is asked.
 */

#define POLLUX_TIMELINE_RULER_HEIGHT 28
#define POLLUX_TIMELINE_MAX_COMMANDS 128

typedef enum
{
  POLLUX_DRAG_NONE,
  POLLUX_DRAG_SELECT,   /* spans a new range */
  POLLUX_DRAG_EDGE,     /* moves an edge of the range there is */
  POLLUX_DRAG_PAN,
  POLLUX_DRAG_HEADER,   /* moves the edge between headers and lanes */
} PolluxDragMode;

/**
 * PolluxTimelineDrag:
 * @moved: the threshold was passed; stays set until the next press
 * @start_x, @start_y, @x, @y: where the button was pressed, and is now
 * @anchor: the end of the range that stays; the grabbed time of a pan
 * @start_scroll, @start_header: what a pan and a resize start from
 * @before: the range to return to when it is cancelled
 * @free: Alt is down, edges do not snap
 * @snapped: the moved edge is at @snap, an edge of a section
 */
typedef struct
{
  PolluxDragMode mode;
  gboolean moved;
  double start_x;
  double start_y;
  double x;
  double y;
  PolluxTime anchor;
  double start_scroll;
  int start_header;
  PolluxRange before;
  gboolean free;
  gboolean snapped;
  PolluxTime snap;
  gint64 scroll_time;
} PolluxTimelineDrag;

/**
 * PolluxTimelineGlide:
 * @begin: frame time of its first frame, 0 before that
 * @from, @from_y: where it started; it goes to the session's view and to @to_y
 */
typedef struct
{
  gboolean active;
  gint64 begin;
  PolluxViewport from;
  double from_y;
  double to_y;
} PolluxTimelineGlide;

typedef struct
{
  gboolean active;
  gint64 time;
  double x;             /* pixels per second */
  double y;
} PolluxTimelineFling;

/* The lane that stays where it is when the rows change. */
typedef struct
{
  gboolean valid;
  PolluxRow row;
  double fraction;      /* which part of the lane's height... */
  double y;             /* ...is at this y below the ruler */
} PolluxTimelineAnchor;

struct _PolluxTimeline
{
  GtkWidget parent_instance;

  /* What is followed */
  PolluxSession *session;
  PolluxMarks *marks;
  guint named_mark;         /* gone to after the selection: it is told, too; 0: none */
  PolluxTicks *ticks;       /* borrowed: marked on the ruler */
  GSignalGroup *session_signals;
  GSignalGroup *chain_signals;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;
  gboolean adjusting;       /* the adjustments change by our own doing */

  /* What is shown: the session's view, or on the way to it */
  int header_width;
  int ruler_height;
  double text_scale;        /* of ruler, headers and lanes */
  PolluxViewport shown;
  double scroll_y;
  gboolean by_worker;       /* which rows were shown last */
  double twin_scroll_y;     /* where the others were left */
  PolluxTimelineAnchor anchor;
  guint frame_id;
  gboolean frame_wanted;

  /* Drawing */
  PolluxScene *scene;
  PolluxClock clock;        /* how the times in the scene are told */
  PolluxPainter *painter;
  PolluxPalette palette;
  GskRenderNode *lanes;     /* the painted scene, kept while only the overlay changes */
  GskRenderNode *headers;   /* its left part, kept while only the time moves */
  GskRenderNode *hover;     /* what lies above it for the hovered thing */
  PangoLayout *label;
  int allocated_width;
  int allocated_height;
  gboolean lacks_names;     /* more come with the next frame */
  gboolean scene_valid;
  gboolean headers_valid;
  gboolean theme_valid;
  guint n_builds;
  gboolean hover_valid;

  /* Motion */
  PolluxTimelineGlide glide;
  PolluxTimelineFling fling;

  /* Pointer */
  GtkGesture *click;
  GtkGesture *primary_drag;
  GtkGesture *middle_drag;
  PolluxTimelineDrag drag;
  gboolean pointer_inside;
  gboolean pointer_rests;   /* since a key was pressed: no tooltip */
  double pointer_x;
  double pointer_y;
  double zoom_scale;        /* of the pinch so far */
  double zoom_x;
  double zoom_y;
  double height_steps;      /* part of a click of the wheel not used yet */
  const char *cursor_name;

  /* Keyboard */
  int follow_later;         /* the direction of a step that waits for the index */
  PolluxTime nav_time;      /* the time kept by moving between lanes */
  PolluxTime extend_anchor; /* the end of a range that is extended by keys */
  PolluxRange extended;     /* that range, to know it again */
  gboolean reveal_later;    /* the selection, when the lanes are arranged */
  gboolean range_is_newer;  /* than the selection */
  PolluxTsv *copy;          /* for the clipboard, in the making */
  guint copy_source;
  gboolean enabled[POLLUX_TIMELINE_MAX_COMMANDS]; /* by their place in the table */

  /* Widgets */
  GtkWidget *menu;
  GtkWidget *ruler_menu;
  GtkWidget *mark_menu;
  GMenu *times;             /* its items about how times are told */
  guint describe_source;
  char *sentence;           /* that was told last */
};

/* pollux-timeline.c */
double           pollux_timeline_get_header      (PolluxTimeline     *self);
double           pollux_timeline_get_lanes_width (PolluxTimeline     *self);
double           pollux_timeline_get_page        (PolluxTimeline     *self);
PolluxTime       pollux_timeline_time_at         (PolluxTimeline     *self,
                                                  double              x);
double           pollux_timeline_x_of            (PolluxTimeline     *self,
                                                  PolluxTime          time);
double           pollux_timeline_clamp_scroll    (PolluxTimeline     *self,
                                                  double              y);
void             pollux_timeline_set_scroll      (PolluxTimeline     *self,
                                                  double              y);
void             pollux_timeline_update_ruler    (PolluxTimeline     *self);
void             pollux_timeline_reset_header    (PolluxTimeline     *self);
void             pollux_timeline_update_adjustments
                                                 (PolluxTimeline     *self);
void             pollux_timeline_invalidate      (PolluxTimeline     *self);
void             pollux_timeline_invalidate_time (PolluxTimeline     *self);
void             pollux_timeline_queue_frame     (PolluxTimeline     *self);

/* pollux-timeline-draw.c */
void             pollux_timeline_note_anchor     (PolluxTimeline     *self);
gboolean         pollux_timeline_ensure_scene    (PolluxTimeline     *self);
void             pollux_timeline_snapshot        (GtkWidget          *widget,
                                                  GtkSnapshot        *snapshot);

/* pollux-timeline-motion.c */
gboolean         pollux_timeline_can_glide       (PolluxTimeline     *self);
void             pollux_timeline_glide           (PolluxTimeline     *self,
                                                  double              to_y);
void             pollux_timeline_stop_motion     (PolluxTimeline     *self);
void             pollux_timeline_scroll          (PolluxTimeline     *self,
                                                  double              dx,
                                                  double              dy,
                                                  gboolean            wheel,
                                                  GdkModifierType     state);
void             pollux_timeline_begin_pinch     (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y);
void             pollux_timeline_pinch           (PolluxTimeline     *self,
                                                  double              scale,
                                                  double              x,
                                                  double              y);
void             pollux_timeline_fling           (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y);
/* TRUE while there is more to come. */
gboolean         pollux_timeline_step_motion     (PolluxTimeline     *self,
                                                  gint64              frame_time);

/* pollux-timeline-input.c */
void             pollux_timeline_init_input      (PolluxTimeline     *self);
gboolean         pollux_timeline_pick            (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y,
                                                  PolluxThing        *thing);
void             pollux_timeline_refresh_hover   (PolluxTimeline     *self);
void             pollux_timeline_update_cursor   (PolluxTimeline     *self);
/* Where keys zoom: at the pointer, else at the selected thing, else in the
 * middle; in pixels of the lanes. */
double           pollux_timeline_get_zoom_x      (PolluxTimeline     *self);

/* pollux-timeline-copy.c */
void     pollux_timeline_copy_table         (PolluxTimeline *self,
                                             int             unused);
void     pollux_timeline_copy_description   (PolluxTimeline *self,
                                             int             unused);
void     pollux_timeline_cancel_copy        (PolluxTimeline *self);

/* pollux-timeline-drag.c */
void             pollux_timeline_init_drag       (PolluxTimeline     *self);
PolluxDragMode   pollux_timeline_find_drag       (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y);
gboolean         pollux_timeline_is_dragging     (PolluxTimeline     *self);
gboolean         pollux_timeline_cancel_drag     (PolluxTimeline     *self);
gboolean         pollux_timeline_step_drag       (PolluxTimeline     *self,
                                                  gint64              frame_time);

/* pollux-timeline-snap.c */
gboolean         pollux_timeline_snap            (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y,
                                                  PolluxTime         *time);

/* pollux-timeline-navigate.c */
void             pollux_timeline_select          (PolluxTimeline     *self,
                                                  const PolluxThing  *thing,
                                                  PolluxTime          time);
/* The middle of the selected lane, within the lanes' area. */
double           pollux_timeline_get_selected_y  (PolluxTimeline     *self);
void             pollux_timeline_reveal          (PolluxTimeline     *self);
/* Scrolls a lane into sight; the selection stays. */
void             pollux_timeline_reveal_task     (PolluxTimeline     *self,
                                                  PolluxTaskIndex     task);
void             pollux_timeline_zoom_to         (PolluxTimeline     *self,
                                                  const PolluxThing  *thing);
void             pollux_timeline_zoom_to_selected
                                                 (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_go_next         (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_go_any          (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_extend          (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_go_lane         (PolluxTimeline     *self,
                                                  int                 lanes);
/* Takes the lane above or below into the selection, or the last one out. */
void             pollux_timeline_extend_lanes    (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_select_all      (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_go_page         (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_go_end          (PolluxTimeline     *self,
                                                  int                 direction);
/* To the next or previous finding; from the selection, else from the view's edge. */
void             pollux_timeline_go_finding      (PolluxTimeline     *self,
                                                  int                 direction);

/* pollux-timeline-chain.c */
void             pollux_timeline_init_chain      (PolluxTimeline     *self);
void             pollux_timeline_follow          (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_choose_effect   (PolluxTimeline     *self,
                                                  int                 direction);
gboolean         pollux_timeline_can_follow      (PolluxTimeline     *self,
                                                  int                 direction);
void             pollux_timeline_toggle_arrows   (PolluxTimeline     *self,
                                                  int                 unused);

/* pollux-timeline-fold.c */
void             pollux_timeline_toggle_fold     (PolluxTimeline     *self,
                                                  PolluxTaskIndex     task);
void             pollux_timeline_toggle_selected_fold
                                                 (PolluxTimeline     *self,
                                                  int                 unused);
/* Unfolds all lanes in sight, or, where none of them is folded, folds all there are. */
void             pollux_timeline_toggle_all_folds (PolluxTimeline    *self,
                                                  int                 unused);
gboolean         pollux_timeline_can_fold_selected
                                                 (PolluxTimeline     *self);

/* pollux-timeline-lanes.c */
gboolean         pollux_timeline_has_selected_tasks
                                                 (PolluxTimeline     *self);
void             pollux_timeline_toggle_pinned   (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_hide            (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_show_hidden     (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_toggle_only     (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_show_all        (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_toggle_packed   (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_toggle_group_at (PolluxTimeline     *self,
                                                  guint               key);
void             pollux_timeline_toggle_group    (PolluxTimeline     *self,
                                                  int                 unused);
void             pollux_timeline_toggle_all_groups
                                                 (PolluxTimeline     *self,
                                                  int                 unused);

/* pollux-timeline-marks.c */
int              pollux_timeline_get_flag_height (PolluxTimeline     *self);
gboolean         pollux_timeline_find_mark       (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y,
                                                  guint              *mark);
void             pollux_timeline_run_mark_command
                                                 (PolluxTimeline     *self,
                                                  int                 command);
void             pollux_timeline_popup_mark_menu (PolluxTimeline     *self,
                                                  const GdkRectangle *point);

/* pollux-timeline-actions.c */
void             pollux_timeline_install_actions (GtkWidgetClass     *widget_class);
void             pollux_timeline_update_actions  (PolluxTimeline     *self);
void             pollux_timeline_popup_menu      (PolluxTimeline     *self,
                                                  double              x,
                                                  double              y);

/* pollux-timeline-tooltip.c */
gboolean         pollux_timeline_query_tooltip   (GtkWidget          *widget,
                                                  int                 x,
                                                  int                 y,
                                                  gboolean            keyboard,
                                                  GtkTooltip         *tooltip);
void             pollux_timeline_get_tip_area    (PolluxTimeline     *self,
                                                  const PolluxThing  *thing,
                                                  int                 x,
                                                  int                 y,
                                                  GdkRectangle       *area);
void             pollux_timeline_queue_describe  (PolluxTimeline     *self);

G_END_DECLS
