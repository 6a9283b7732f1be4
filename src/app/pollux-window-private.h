/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-kept-lanes.h"
#include "pollux-links.h"
#include "pollux-window.h"

#include "pollux-empty-page.h"
#include "pollux-event-table.h"
#include "pollux-refused-page.h"
#include "pollux-search-panel.h"
#include "pollux-selection-panel.h"
#include "pollux-statistics-panel.h"
#include "pollux-status-line.h"
#include "pollux-task-table.h"
#include "pollux-trace-view.h"
#include "pollux-trust-monitor.h"

G_BEGIN_DECLS

/**
 * PolluxKeptView:
 *
 * What a person made of the view, to be made again after the file was read
 * again.
 */
typedef struct
{
  gboolean valid;
  gboolean fitted;
  PolluxRange view;
  PolluxRange range;
  guint64 tokio_id;         /* of the selected task */
  gboolean has_task;
} PolluxKeptView;

struct _PolluxWindow
{
  GtkApplicationWindow parent_instance;

  /* Template children */
  GtkMenuButton *open_button;
  GMenu *view_section;
  GtkWidget *history_buttons;
  GtkWidget *link_button;
  GtkWidget *zoom_buttons;
  GtkWidget *find_button;
  GtkWidget *export_button;
  GtkWidget *side_panel_button;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *content;
  GtkRevealer *toast;
  GtkLabel *toast_label;
  GtkWidget *toast_button;
  GtkWidget *progress;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkInfoBar *notice;
  GtkLabel *notice_label;
  GtkWidget *notice_button;
  GtkInfoBar *damage;
  GtkLabel *damage_label;
  GtkInfoBar *no_polls;
  GtkLabel *no_polls_label;
  GtkStack *pages;
  PolluxEmptyPage *empty_page;
  GtkSpinner *spinner;
  GtkLabel *loading_label;
  PolluxRefusedPage *refused_page;
  GtkPaned *side_paned;
  GtkPaned *tables_paned;
  PolluxTraceView *view;
  GtkStack *tables;
  PolluxTaskTable *table;
  PolluxEventTable *events;
  PolluxSearchPanel *search;
  GtkNotebook *side_panel;
  PolluxSelectionPanel *selection;
  PolluxStatisticsPanel *statistics;
  PolluxStatusLine *status;

  /* What is shown: a file, or what was pasted. */
  GFile *file;
  GBytes *pasted;
  PolluxSession *session;
  GSignalGroup *signals;
  PolluxTrustMonitor *monitor;

  /* What is being loaded. Its session becomes the one that is shown as soon
   * as it has a task. */
  PolluxLoader *loader;
  PolluxSession *coming;
  GCancellable *cancellable;
  guint slow_source;
  double cancelled_at;      /* fraction, -1 if it was not known */
  PolluxKeptView kept;
  PolluxKeptLanes *kept_lanes;

  GFile *saved;             /* the picture that the toast tells of */
  guint toast_source;
  GtkFileChooserNative *chooser;
  GtkWidget *last_focus;    /* weak */
  gboolean side_panel_placed;
  gboolean tables_placed;
  const char *searched_from; /* the table that was shown before; NULL: none was */
  GtkWidget *goto_popover;
  GtkWidget *history_popover;
  PolluxLinks *links;       /* NULL if no other window moves along */
  GMenu *time_menu;
  PolluxMarks *marks;
  GFile *marks_file;        /* what they belong to */
  GCancellable *marks_cancellable;
  gboolean marks_fresh;     /* it is not known yet which are kept */
  guint marks_source;
  GtkWidget *mark_popover;
  GtkWidget *marks_popover;
  int time_menu_kind;       /* what it offers is of that kind of times */
};

/* pollux-window.c */
void  pollux_window_set_session           (PolluxWindow *self,
                                           PolluxSession *session);
void  pollux_window_update_title          (PolluxWindow *self);
/* For people; NULL if nothing is shown or loaded. */
char *pollux_window_dup_name              (PolluxWindow *self);

/* pollux-window-load.c */
void  pollux_window_load                  (PolluxWindow *self,
                                           GFile        *file,
                                           GBytes       *pasted);
void  pollux_window_stop_loading          (PolluxWindow *self);
void  pollux_window_cancel                (PolluxWindow *self);
void  pollux_window_reload                (PolluxWindow *self);

/* pollux-window-states.c */
void  pollux_window_show_page             (PolluxWindow *self,
                                           PolluxWindowState state);
void  pollux_window_show_refusal          (PolluxWindow *self,
                                           const GError *error);
void  pollux_window_show_notice           (PolluxWindow *self,
                                           const char   *text);
void  pollux_window_hide_bars             (PolluxWindow *self);
void  pollux_window_update_damage         (PolluxWindow *self);
void  pollux_window_no_polls_response_cb  (PolluxWindow *self,
                                           int           response);
void  pollux_window_show_progress         (PolluxWindow *self,
                                           gboolean      show);
void  pollux_window_update_progress       (PolluxWindow *self);
void  pollux_window_notice_response_cb    (PolluxWindow *self,
                                           int           response);
void  pollux_window_damage_response_cb    (PolluxWindow *self,
                                           int           response);

/* pollux-window-actions.c */
void  pollux_window_install_actions       (GtkWidgetClass *widget_class);
void  pollux_window_add_actions           (PolluxWindow *self);
void  pollux_window_update_actions        (PolluxWindow *self);
void  pollux_window_search_changed_cb     (PolluxWindow *self);
/* Shows what was there before the search; the selection stays. */
void  pollux_window_close_search          (PolluxWindow *self);

/* pollux-window-lanes.c */
void pollux_window_add_lane_actions (PolluxWindow *self);
void pollux_window_apply_lane_settings (PolluxWindow *self, PolluxSession *session);
void pollux_window_update_lane_actions (PolluxWindow *self, gboolean any);
/* Applies lane height and order to a session that becomes the shown one. */
void  pollux_window_apply_view_settings   (PolluxWindow *self,
                                           PolluxSession *session);

/* pollux-window-time.c */
void  pollux_window_add_time_actions      (PolluxWindow *self);
void  pollux_window_apply_time_settings   (PolluxWindow *self,
                                           PolluxSession *session);
void  pollux_window_update_time_actions   (PolluxWindow *self,
                                           gboolean      any);
void  pollux_window_dispose_time          (PolluxWindow *self);

/* pollux-window-links.c */
void  pollux_window_add_link_actions      (PolluxWindow *self);
void  pollux_window_update_links          (PolluxWindow *self,
                                           gboolean      any);
void  pollux_window_tell_links            (PolluxWindow *self);
/* Lets it move alone. */
void  pollux_window_unlink                (PolluxWindow *self);

/* pollux-window-marks.c */
void  pollux_window_add_mark_actions      (PolluxWindow *self);
void  pollux_window_load_marks            (PolluxWindow *self);
void  pollux_window_dispose_marks         (PolluxWindow *self);

/* pollux-window-export.c */
void  pollux_window_export                (PolluxWindow *self);
void  pollux_window_export_to             (PolluxWindow *self,
                                           GFile        *file);
void  pollux_window_copy_picture          (PolluxWindow *self);
void  pollux_window_show_toast            (PolluxWindow *self,
                                           const char   *text,
                                           GFile        *file);
void  pollux_window_hide_toast            (PolluxWindow *self);
void  pollux_window_toast_clicked_cb      (PolluxWindow *self);

/* pollux-window-files.c */
void  pollux_window_choose_file           (PolluxWindow *self);
void  pollux_window_add_drop_target       (PolluxWindow *self);
void  pollux_window_paste                 (PolluxWindow *self);
/* Shows a native chooser, one at a time. */
void  pollux_window_show_chooser          (PolluxWindow *self,
                                           GtkFileChooserNative *chooser,
                                           GCallback     response);
void  pollux_window_close_chooser         (PolluxWindow *self);

G_END_DECLS
