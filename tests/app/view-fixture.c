/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view-fixture.h"

#define LIMIT_US (10 * G_TIME_SPAN_SECOND)

static gboolean
wake_up_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
view_run (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  guint source = g_timeout_add (2, wake_up_cb, NULL);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

void
view_wait (ViewFixture *view,
           ViewCheck    check,
           const char  *what)
{
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  guint source = g_timeout_add (2, wake_up_cb, NULL);

  while (!check (view))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain: %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
}

static void
painted_cb (GdkFrameClock *clock,
            gboolean      *painted)
{
  *painted = TRUE;
}

void
view_paint (ViewFixture *view)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (view->window);
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);
  guint source = g_timeout_add (2, wake_up_cb, NULL);

  gtk_widget_queue_draw (view->widget);
  while (!painted && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (painted);
  g_source_remove (source);
  g_signal_handler_disconnect (clock, handler);
}

void
view_set_animations (gboolean enabled)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", enabled, NULL);
}

static gboolean
is_laid_out (ViewFixture *view)
{
  return gtk_widget_get_mapped (view->widget) && gtk_widget_get_width (view->widget) > 0 &&
         pollux_session_get_viewport (view->session)->width == view_lanes_width (view);
}

void
view_open (ViewFixture *view,
           PolluxTrace *trace,
           int          width,
           int          height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  view->trace = trace;
  view->session = pollux_session_new (trace, NULL);
  pollux_session_set_lane_height (view->session, POLLUX_LANE_COMFORTABLE);
  view->overview_widget = pollux_overview_view_new ();
  view->overview = POLLUX_OVERVIEW_VIEW (view->overview_widget);
  view->widget = pollux_timeline_new ();
  view->timeline = POLLUX_TIMELINE (view->widget);
  view->window = gtk_window_new ();

  gtk_box_append (GTK_BOX (box), view->overview_widget);
  gtk_box_append (GTK_BOX (box), view->widget);
  gtk_window_set_child (GTK_WINDOW (view->window), box);
  gtk_window_set_decorated (GTK_WINDOW (view->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (view->window), width, height);
  pollux_overview_view_set_session (view->overview, view->session);
  pollux_timeline_set_session (view->timeline, view->session);
  gtk_window_present (GTK_WINDOW (view->window));
  gtk_widget_grab_focus (view->widget);
  view_wait (view, is_laid_out, "layout");
}

void
view_close (ViewFixture *view)
{
  gtk_window_destroy (GTK_WINDOW (view->window));
  g_object_unref (view->session);
  g_object_unref (view->trace);
  *view = (ViewFixture) { NULL };
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
view_act (ViewFixture *view,
          const char  *action)
{
  g_assert_true (gtk_widget_activate_action (view->widget, action, NULL));
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  gboolean *ended = user_data;

  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL));
  *ended = TRUE;
}

void
view_xdotool (const char *format,
              ...)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  gint64 end = g_get_monotonic_time () + 2 * LIMIT_US;
  guint source = g_timeout_add (2, wake_up_cb, NULL);
  gboolean ended = FALSE;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  words = g_strsplit (line, " ", -1);
  process = g_subprocess_newv ((const char * const *) words, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_nonnull (process);
  g_subprocess_wait_check_async (process, NULL, ended_cb, &ended);
  while (!ended && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (ended);
  g_source_remove (source);
  view_run (40);
}

void
view_move (ViewFixture *view,
           double       x,
           double       y)
{
  graphene_point_t point;

  g_assert_true (gtk_widget_compute_point (view->widget, view->window,
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  view_xdotool ("xdotool mousemove %d %d", (int) point.x, (int) point.y);
}

gboolean
view_query_tooltip (ViewFixture *view,
                    double       x,
                    double       y,
                    gboolean     keyboard)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (view->widget, "query-tooltip", (int) x, (int) y, keyboard, tooltip,
                         &shown);
  return shown;
}

static double
get_header (ViewFixture *view)
{
  return MIN (pollux_timeline_get_header_width (view->timeline),
              gtk_widget_get_width (view->widget) / 2);
}

double
view_lanes_width (ViewFixture *view)
{
  return gtk_widget_get_width (view->widget) - get_header (view);
}

double
view_x_of (ViewFixture *view,
           PolluxTime   time)
{
  return get_header (view) +
         pollux_viewport_time_to_x (pollux_session_get_viewport (view->session), time);
}

double
view_y_of (ViewFixture     *view,
           PolluxTaskIndex  task)
{
  PolluxRows *rows = pollux_session_get_rows (view->session);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view->widget));
  guint index = pollux_rows_find_task (rows, task);

  g_assert_cmpuint (index, !=, G_MAXUINT);

  return pollux_timeline_get_ruler_height (view->timeline) + pollux_rows_get_y (rows, index) +
         pollux_rows_get_lane_height (rows) / 2.0 - gtk_adjustment_get_value (adjustment);
}

guchar *
view_grab (GtkWidget *widget,
           int       *width,
           int       *height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *data;

  *width = gtk_widget_get_width (widget);
  *height = gtk_widget_get_height (widget);
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
    &GRAPHENE_RECT_INIT (0, 0, *width, *height));
  g_assert_cmpint (gdk_texture_get_width (texture), ==, *width);
  data = g_malloc ((gsize) *width * *height * 4);
  gdk_texture_download (texture, data, (gsize) *width * 4);

  return data;
}

void
view_assert_selected (ViewFixture     *view,
                      PolluxThingKind  kind,
                      PolluxTaskIndex  task,
                      guint            index)
{
  const PolluxThing *thing = pollux_session_get_selection (view->session);

  g_assert_cmpint (thing->kind, ==, kind);
  g_assert_cmpuint (thing->task, ==, task);
  g_assert_cmpuint (thing->index, ==, index);
}
