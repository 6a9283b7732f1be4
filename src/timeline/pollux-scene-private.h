/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-lod.h"
#include "pollux-scene.h"

G_BEGIN_DECLS

/*
 * What a scene consists of, for the files that build, paint, dump and search
 * it. All coordinates are pixels of the scene (the headers begin at 0) and are
 * clipped to the lanes plus a few pixels, so cairo may see them. Nothing here
 * knows a font or a colour: texts have the room they may take, and the painter
 * leaves out or shortens what does not fit.
 */

/* How far outside of the lanes anything may reach. */
#define POLLUX_SCENE_MARGIN 8.0

typedef enum
{
  POLLUX_BAR_ACTIVE,
  POLLUX_BAR_OPEN,        /* active, its end is not in the file */
  POLLUX_BAR_SCHEDULED,
  POLLUX_BAR_SPAWN,       /* scheduled since the spawn */
  POLLUX_BAR_UNANSWERED,  /* scheduled, no poll followed */
  POLLUX_N_BAR_KINDS,
} PolluxBarKind;

/* The section goes on outside of the view. */
enum
{
  POLLUX_BAR_CUT_LEFT  = 1 << 0,
  POLLUX_BAR_CUT_RIGHT = 1 << 1,
  POLLUX_BAR_DIM       = 1 << 2,  /* of a task that the filter does not take */
  POLLUX_BAR_MARKED    = 1 << 3,  /* of the selected task, in the lane of a worker */
};

/* @index: of the poll, or of the one that ends the wait; in the lane of a worker
 * of the entry in its bundle. @label: instead of the length; NULL: the length. */
typedef struct
{
  double x0;
  double x1;
  gint64 length;
  const char *label;
  guint index;
  guint8 kind;
  guint8 flags;
} PolluxSceneBar;

/* Shares of the column's time, not more than 1 together. */
typedef struct
{
  float busy;
  float wait;
  guint n_polls;
  gint64 longest_poll;
  gint64 longest_wait;
} PolluxSceneColumn;

/* Columns of one lane side by side that stand for several sections each:
 * [@first, @first + @n) of the scene's columns, @step pixels wide, from @x;
 * column @lod of the view is the first. A @dim one is of all tasks, where a filter
 * leaves out some; those of the others lie on it. */
typedef struct
{
  double x;
  double step;
  guint first;
  guint n;
  guint lod;
  gboolean dim;
} PolluxSceneRun;

/* What a mark of wakes has. Effective and self: any of those it stands for. */
enum
{
  POLLUX_MARK_EFFECTIVE = 1 << 0,
  POLLUX_MARK_SELF      = 1 << 1,
  POLLUX_MARK_LOOSE     = 1 << 2,
  POLLUX_MARK_DENSE     = 1 << 3,  /* too near to others for its full shape */
};

/* @n wakes (or events) from @index on, the first at @x, all of them in the
 * cell that begins at @cell; @n 0 and @index G_MAXUINT: many, not looked up.
 * For events @level is the highest. */
typedef struct
{
  double x;
  double cell;
  guint index;
  guint n;
  guint8 flags;
  guint8 level;
} PolluxSceneMark;

/* Of a span in its row. Crowd: several stand side by side in less than a pixel
 * each, and are told by shares alone. */
enum
{
  POLLUX_SPAN_CUT_LEFT  = 1 << 0,
  POLLUX_SPAN_CUT_RIGHT = 1 << 1,
  POLLUX_SPAN_OPEN      = 1 << 2,
  POLLUX_SPAN_CROWD     = 1 << 3,
};

typedef struct
{
  guint first;
  guint n;
} PolluxSlice;

/* @index: of the span, G_MAXUINT for a crowd. @label: NULL where there is no room.
 * @stretches: where it was entered, one by one; or, where these are many,
 * @shares of columns, @step pixels wide, from @x0 on. */
typedef struct
{
  double x0;
  double x1;
  double step;
  const char *label;
  PolluxSpanIndex index;
  guint8 kind;
  guint8 flags;
  PolluxSlice stretches;
  PolluxSlice shares;
} PolluxSceneSpan;

typedef struct
{
  double x0;
  double x1;
} PolluxSceneStretch;

/* Shares of a column's time, and of a crowd one of its spans. */
typedef struct
{
  float life;
  float entered;
  PolluxSpanIndex span;
} PolluxSceneShare;

/* An idle stretch of which is known what it waits for. */
typedef struct
{
  double x0;
  double x1;
  const char *label;
} PolluxSceneWait;

/* The lanes' triangle for the rows of spans lies left of here, that of a group
 * or tree before it. */
#define POLLUX_EXPANDER_WIDTH 13.0
#define POLLUX_INDENT 12.0

enum
{
  POLLUX_LANE_SELECTED   = 1 << 0,
  POLLUX_LANE_HOVERED    = 1 << 1,
  POLLUX_LANE_ALTERNATE  = 1 << 2,
  POLLUX_LANE_HAS_LIFE   = 1 << 3,
  POLLUX_LANE_SPAWN_TICK = 1 << 4,
  POLLUX_LANE_CAP_ROUND  = 1 << 5,
  POLLUX_LANE_CAP_OPEN   = 1 << 6,
  POLLUX_LANE_HAS_DROP   = 1 << 7,
  POLLUX_LANE_HAS_SPANS  = 1 << 8,
  POLLUX_LANE_UNFOLDED   = 1 << 9,
  POLLUX_LANE_PARENT     = 1 << 10,  /* can be collapsed */
  POLLUX_LANE_COLLAPSED  = 1 << 11,
  POLLUX_LANE_MEMBER     = 1 << 12,  /* a task of the packed row before it */
  POLLUX_LANE_PENDING    = 1 << 13,  /* what it did is still being counted */
  POLLUX_LANE_PINNED     = 1 << 14,
  POLLUX_LANE_CROWDED    = 1 << 15,  /* a task of a packed row that has many: its marks are small */
};

/* @indent: pixels that the header begins further right. @key: of the group that
 * it collapses. @bundle: whose columns they are, NULL for one task's; @peak: how
 * much of the time their height stands for. @lives: stretches in which any task
 * of a packed row lived. */
typedef struct
{
  PolluxRow row;
  guint index;
  guint flags;
  guint key;
  double indent;
  const PolluxBundle *bundle;
  double peak;
  double y;
  double height;
  const char *title;
  const char *location;
  const char *id;
  double life_begin;
  double life_end;
  double drop_begin;
  double drop_end;
  PolluxSlice bars;
  PolluxSlice runs;
  PolluxSlice wakes;
  PolluxSlice events;
  PolluxSlice spans;
  PolluxSlice waits;
  PolluxSlice lives;
} PolluxSceneLane;

typedef struct
{
  double x;
  const char *label;   /* NULL: a small tick */
  double room;         /* pixels from the tick to what follows */
} PolluxSceneTick;

typedef enum
{
  POLLUX_LINK_CAUSE,     /* the wake that made the thing due */
  POLLUX_LINK_MADE,      /* a wake made during it */
  POLLUX_LINK_SPAWN,     /* from the spawner */
  POLLUX_LINK_CHILD,     /* to a task that it spawned */
  POLLUX_LINK_ALL_WAKE,  /* whatever is selected */
  POLLUX_LINK_ALL_SPAWN,
} PolluxLinkKind;

/* A vertical arrow at one moment from lane to lane; an end whose lane is not in
 * sight lies on the edge, one whose lane is not shown at all stays near.
 * @depth: steps of the chain between it and the thing.
 * @along: where the chain goes on in the lane where it arrives, or NAN. */
typedef struct
{
  PolluxLinkKind kind;
  PolluxTaskIndex from;
  PolluxTaskIndex to;
  guint depth;
  PolluxTime time;
  double x;
  double y0;
  double y1;
  double along;
  gboolean from_hidden;
  gboolean to_hidden;
  gboolean hovered;
} PolluxSceneLink;

#define POLLUX_STUB_HEIGHT 15.0

/* The name of the lane where an arrow comes from, or goes to, that is not in
 * sight. @task: the lane, or POLLUX_TASK_NONE. @n: of how many tasks. */
typedef struct
{
  PolluxTaskIndex task;
  guint n;
  double x;
  double y;
  double width;          /* the room there is */
  const char *text;
} PolluxSceneStub;

typedef struct
{
  double x;
  double y;
  double width;
  double height;
  gboolean hovered;
  gboolean point;      /* a mark: drawn round */
} PolluxSceneOutline;

/* A mark that somebody set, or @n that are at one place, of which @mark is one.
 * @left: where the flag begins, @room: what its name may take. */
typedef struct
{
  guint mark;
  guint n;
  double x0;
  double x1;
  double left;
  double room;
  const char *text;
  gboolean current;
  gboolean range;
} PolluxSceneFlag;

/* What of the legend appears. */
typedef enum
{
  POLLUX_SEEN_ACTIVE,
  POLLUX_SEEN_SCHEDULED,
  POLLUX_SEEN_IDLE,
  POLLUX_SEEN_OPEN,
  POLLUX_SEEN_UNANSWERED,
  POLLUX_SEEN_AGGREGATED,
  POLLUX_SEEN_WAKE,
  POLLUX_SEEN_REDUNDANT,
  POLLUX_SEEN_SELF_WAKE,
  POLLUX_SEEN_LOOSE_WAKE,
  POLLUX_SEEN_DENSE_WAKES,
  POLLUX_SEEN_EVENT,
  POLLUX_SEEN_WARNING,
  POLLUX_SEEN_ERROR,
  POLLUX_SEEN_DROPPED,
  POLLUX_SEEN_ALIVE,
  POLLUX_SEEN_SPAN,
  POLLUX_SEEN_RESOURCE,
  POLLUX_SEEN_BETWEEN,
  POLLUX_SEEN_LEFT_OUT,
  POLLUX_SEEN_WAKE_ARROW,
  POLLUX_SEEN_SPAWN_ARROW,
  POLLUX_N_SEEN,
} PolluxSeen;

struct _PolluxScene
{
  PolluxTrace *trace;
  PolluxViewport viewport;
  gboolean has_times;
  gboolean is_export;
  double width;
  double height;
  double header_width;
  double ruler_height;
  double flag_height;  /* part of it */
  PolluxLaneHeight lane_height;

  PolluxClock clock;
  GArray *ticks;
  GArray *lanes;
  GArray *bars;
  GArray *runs;
  GArray *columns;
  GArray *marks;
  GArray *spans;
  GArray *stretches;
  GArray *shares;
  GArray *waits;
  GArray *links;
  GArray *stubs;
  GArray *outlines;
  GArray *flags;
  GStringChunk *texts;

  gboolean has_range;
  double range_begin;
  double range_end;
  const char *range_label;
  gboolean has_cursor;
  double cursor;
  const char *cursor_label;
  const char *zone_label; /* NULL if no time of day is told */

  /* Arrows that there is no room for. */
  guint n_hidden_wakes;
  guint n_hidden_spawns;
  gboolean hidden_is_least;   /* of the wakes there may be more */
  const char *note;

  /* What the thin strips of aggregated columns are measured by. */
  gint64 longest_poll;
  gint64 longest_wait;

  guint seen;          /* bits of PolluxSeen */

  /* Pinned rows that do not scroll: so many of the first lanes. */
  guint n_sticky;
  double sticky_height;

  PolluxBands *bands;  /* only if the request has none */
  GPtrArray *bundles;  /* those that the lanes refer to */
  const PolluxRows *rows; /* borrowed, for descriptions until the next build */

  PolluxWorkers *workers;  /* whose lanes are shown, or NULL */
  PolluxWorkers *taken;    /* the same with the tasks that the filter takes, or NULL */
  PolluxLod lod;
  GArray *loose_wakes; /* of LooseWake, by time */
  guint64 loose_generation;
  GArray *severe;      /* indices of warnings and errors, by task and time */
  guint n_severe_seen;
  guint64 severe_generation;
};

/**
 * PolluxLaneShape:
 *
 * Where things are in a lane of a height, from its upper edge.
 */
typedef struct
{
  double middle;
  double bar_top;
  double bar_height;
  double wait_height;
  double event_top;
  double event_height;
  double wake_top;
  double wake_height;
  double strip_height;  /* of the strip for the longest poll, and of that for the longest wait */
  double strip_gap;     /* between them and the rest; 0 and both in one row if there is no room */
} PolluxLaneShape;

void     pollux_lane_shape_init        (PolluxLaneShape          *shape,
                                        double                    height);

/* What arrows are drawn for. */
typedef struct
{
  PolluxScene *scene;
  const PolluxSceneRequest *request;
  PolluxThing thing;
  gboolean hovered;
} PolluxArrows;

const PolluxSceneLane *
         pollux_arrows_find_lane       (const PolluxArrows       *arrows,
                                        PolluxTaskIndex           task,
                                        PolluxTime                time);
void     pollux_arrows_add_causes      (const PolluxArrows       *arrows);
void     pollux_arrows_add_effects     (const PolluxArrows       *arrows);
void     pollux_arrows_add_all         (const PolluxArrows       *arrows);
void     pollux_arrows_finish          (PolluxScene              *scene);

/* Building; each adds to the last lane of the scene. */
void     pollux_scene_add_sections     (PolluxScene              *scene,
                                        const PolluxLane         *lane);
void     pollux_scene_take_workers     (PolluxScene              *scene,
                                        const PolluxRows         *rows);
const PolluxWorker *
         pollux_scene_get_taken        (const PolluxScene        *scene,
                                        const PolluxWorker       *worker);
/* The lane of a worker: its texts and line; then, as its last lane, its polls. */
void     pollux_scene_begin_worker     (PolluxScene              *scene,
                                        const PolluxSceneRequest *request,
                                        PolluxSceneLane          *lane);
void     pollux_scene_add_worker       (PolluxScene              *scene,
                                        const PolluxSceneRequest *request);
gboolean pollux_scene_hit_worker       (const PolluxScene        *scene,
                                        const PolluxSceneLane    *lane,
                                        double                    x,
                                        PolluxThing              *thing);
/* Laying out one lane's columns, runs of those that are crowded. */
double   pollux_scene_get_column_x     (const PolluxScene        *scene,
                                        guint                     at);
double   pollux_scene_get_segment_x    (const PolluxScene        *scene,
                                        guint                     at);
void     pollux_scene_add_run          (PolluxScene              *scene,
                                        PolluxSceneLane          *lane,
                                        guint                     from,
                                        guint                     to);
const PolluxSceneBar *
         pollux_scene_find_bar         (const PolluxScene        *scene,
                                        PolluxSlice               slice,
                                        double                    x);
/* The times of the column of a run at @x; FALSE if it is empty. */
gboolean pollux_scene_find_column      (const PolluxScene        *scene,
                                        const PolluxSceneLane    *lane,
                                        double                    x,
                                        int                       offset,
                                        PolluxRange              *range);
void     pollux_scene_add_marks        (PolluxScene              *scene,
                                        const PolluxLane         *lane);
void     pollux_scene_add_spans        (PolluxScene              *scene,
                                        const PolluxSpanRows     *spans);
void     pollux_scene_add_group        (PolluxScene              *scene,
                                        const PolluxSceneRequest *request);
void     pollux_scene_add_pack         (PolluxScene              *scene,
                                        const PolluxSceneRequest *request);
/* Adds a lane of a task, with all that it did. */
void     pollux_scene_add_task_lane    (PolluxScene              *scene,
                                        const PolluxSceneRequest *request,
                                        PolluxSceneLane          *lane);
void     pollux_scene_add_waits        (PolluxScene              *scene,
                                        const PolluxLane         *lane);
void     pollux_scene_add_flags        (PolluxScene              *scene,
                                        const PolluxSceneRequest *request);
void     pollux_scene_add_links        (PolluxScene              *scene,
                                        const PolluxSceneRequest *request);
/* Takes over @text; valid until the next build. */
const char *pollux_scene_keep          (PolluxScene              *scene,
                                        char                     *text);
double   pollux_scene_time_to_x        (const PolluxScene        *scene,
                                        PolluxTime                time);
void     pollux_scene_see              (PolluxScene              *scene,
                                        PolluxSeen                what);

static inline const PolluxSceneLane *
pollux_scene_get_lane (const PolluxScene *scene,
                       guint              index)
{
  return &g_array_index (scene->lanes, PolluxSceneLane, index);
}

static inline const PolluxSceneBar *
pollux_scene_get_bar (const PolluxScene *scene,
                      guint              index)
{
  return &g_array_index (scene->bars, PolluxSceneBar, index);
}

/* Else a wake. */
static inline gboolean
pollux_scene_link_is_spawn (const PolluxSceneLink *link)
{
  return link->kind == POLLUX_LINK_SPAWN || link->kind == POLLUX_LINK_CHILD ||
         link->kind == POLLUX_LINK_ALL_SPAWN;
}

static inline const PolluxSceneRun *
pollux_scene_get_run (const PolluxScene *scene,
                      guint              index)
{
  return &g_array_index (scene->runs, PolluxSceneRun, index);
}

static inline const PolluxSceneColumn *
pollux_scene_get_column (const PolluxScene *scene,
                         guint              index)
{
  return &g_array_index (scene->columns, PolluxSceneColumn, index);
}

static inline const PolluxSceneSpan *
pollux_scene_get_span (const PolluxScene *scene,
                       guint              index)
{
  return &g_array_index (scene->spans, PolluxSceneSpan, index);
}

static inline const PolluxSceneStretch *
pollux_scene_get_stretch (const PolluxScene *scene,
                          guint              index)
{
  return &g_array_index (scene->stretches, PolluxSceneStretch, index);
}

static inline const PolluxSceneShare *
pollux_scene_get_share (const PolluxScene *scene,
                        guint              index)
{
  return &g_array_index (scene->shares, PolluxSceneShare, index);
}

static inline const PolluxSceneMark *
pollux_scene_get_mark (const PolluxScene *scene,
                       guint              index)
{
  return &g_array_index (scene->marks, PolluxSceneMark, index);
}

G_END_DECLS
