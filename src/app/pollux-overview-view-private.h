/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-overview-view.h"
#include "pollux-overview.h"
#include "pollux-painter.h"

G_BEGIN_DECLS

/* What a drag that starts somewhere does. */
typedef enum
{
  POLLUX_FRAME_OUTSIDE,     /* spans a new view */
  POLLUX_FRAME_INSIDE,      /* pans */
  POLLUX_FRAME_BEGIN,       /* moves one edge of the view */
  POLLUX_FRAME_END,
} PolluxFramePart;

struct _PolluxOverviewView
{
  GtkWidget parent_instance;

  PolluxSession *session;
  GSignalGroup *session_signals;
  GSignalGroup *finder_signals;

  /* Computing */
  PolluxOverview *overview;
  gboolean computed;        /* at least one run was finished */
  gboolean running;
  gboolean stale;           /* the trace or the width changed since the run began */
  gint64 last_start;
  guint compute_source;

  /* Drawing */
  PolluxTicks *ticks;       /* borrowed */
  PolluxMarks *marks;
  PolluxPainter *painter;
  PolluxPalette palette;
  GskRenderNode *node;
  gboolean theme_valid;

  /* Pointer */
  GtkGesture *drag;
  PolluxFramePart part;
  gboolean dragging;
  gboolean moved;
  double start_x;
  PolluxTime anchor;        /* the end of the view that stays; the grabbed time */
  double pointer_x;
  gboolean pointer_inside;
  const char *cursor_name;
};

double     pollux_overview_view_x_of            (PolluxOverviewView *self,
                                                 PolluxTime          time);
PolluxTime pollux_overview_view_time_at         (PolluxOverviewView *self,
                                                 double              x);
void       pollux_overview_view_init_input      (PolluxOverviewView *self);
void       pollux_overview_view_install_actions (GtkWidgetClass     *widget_class);
void       pollux_overview_view_stop_drag       (PolluxOverviewView *self);

G_END_DECLS
