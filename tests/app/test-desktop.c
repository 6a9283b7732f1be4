/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people set for the whole desktop: larger text, a language from right to
 * left. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-timeline.h"
#include "pollux-trace-view.h"

#define USUAL_DPI 96

static void
set_dpi (int dpi)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi * 1024, NULL);
}

static graphene_rect_t
get_bounds (gpointer widget, PolluxWindow *window)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &bounds));
  return bounds;
}

/* The first text that is higher than what it stands in. */
static GtkWidget *
find_cut (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;

  if (GTK_IS_LABEL (widget))
    {
      int minimum;

      gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (widget), &minimum,
                          NULL, NULL, NULL);
      if (gtk_widget_get_height (widget) < minimum)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_cut (child);

  return found;
}

static void
test_large_text (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTimeline *timeline = test_find (window, POLLUX_TYPE_TIMELINE);
  PolluxRows *rows = pollux_session_get_rows (pollux_window_get_session (window));
  GtkWidget *filter = test_find (window, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *filter_box = gtk_widget_get_parent (filter);
  int ruler = pollux_timeline_get_ruler_height (timeline);
  int header = pollux_timeline_get_header_width (timeline);
  double lane = pollux_rows_get_lane_pixels (rows);
  double whole = pollux_rows_get_height (rows);

  for (int dpi = USUAL_DPI * 3 / 2; dpi <= USUAL_DPI * 2; dpi += USUAL_DPI / 2)
    {
      graphene_rect_t picture, box;

      set_dpi (dpi);
      test_wait_for (pollux_timeline_get_ruler_height (timeline) > ruler);
      test_run_for (200);

      /* Two lines of text in a lane: their height grows as the text does. */
      g_assert_cmpfloat (pollux_rows_get_lane_pixels (rows), >, lane);
      g_assert_cmpfloat (pollux_rows_get_height (rows), >, whole);
      g_assert_cmpint (pollux_timeline_get_header_width (timeline), >, header);
      test_wait_for (find_cut (GTK_WIDGET (window)) == NULL);

      /* The filter stays within ruler and headers. */
      picture = get_bounds (timeline, window);
      box = get_bounds (filter_box, window);
      g_assert_cmpfloat (box.size.width, <=, pollux_timeline_get_header_width (timeline) + 1);
      g_assert_cmpfloat (box.origin.y + box.size.height, <=,
                         picture.origin.y + pollux_timeline_get_ruler_height (timeline) + 1);

      ruler = pollux_timeline_get_ruler_height (timeline);
      lane = pollux_rows_get_lane_pixels (rows);
      whole = pollux_rows_get_height (rows);
      header = pollux_timeline_get_header_width (timeline);
    }

  set_dpi (USUAL_DPI);
  test_wait_for (pollux_timeline_get_ruler_height (timeline) < ruler);
  test_close (window);
}

static void
pressed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *ended = user_data;

  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL));
  *ended = TRUE;
}

/* As a pointer does, in pixels of the window. */
static void
click_at (double x, double y)
{
  g_autofree char *x_text = g_strdup_printf ("%d", (int) x);
  g_autofree char *y_text = g_strdup_printf ("%d", (int) y);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "mousemove", x_text,
                              y_text, "click", "1", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, pressed_cb, &ended);
  test_wait_for (ended);
}

/* The window is mirrored, time is not: the headers stay at the left, a click
 * finds what is drawn there, the arrows go on in time to the right. */
static void
test_right_to_left (void)
{
  PolluxWindow *window;
  PolluxTimeline *timeline;
  PolluxSession *session;
  graphene_rect_t picture, panel, filter;
  PolluxThing first;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  timeline = test_find (window, POLLUX_TYPE_TIMELINE);
  session = pollux_window_get_session (window);
  test_wait_for (gtk_widget_get_width (GTK_WIDGET (timeline)) > 400);
  test_run_for (200);

  picture = get_bounds (timeline, window);
  panel = get_bounds (test_find (window, GTK_TYPE_NOTEBOOK), window);
  g_assert_cmpfloat (panel.origin.x, <, picture.origin.x);
  filter = get_bounds (test_find (test_find (window, POLLUX_TYPE_TRACE_VIEW),
                                  GTK_TYPE_SEARCH_ENTRY), window);
  g_assert_cmpfloat (filter.origin.x, >=, picture.origin.x);
  g_assert_cmpfloat (filter.origin.x + filter.size.width, <=,
                     picture.origin.x + pollux_timeline_get_header_width (timeline));

  /* "blocker" has one long poll, between 87 and 237 ms. The window may still
   * find its size. */
  for (guint i = 0;
       i < 20 && pollux_session_get_selection (session)->kind == POLLUX_THING_NONE; i++)
    {
      picture = get_bounds (timeline, window);
      click_at (picture.origin.x + pollux_timeline_get_header_width (timeline) +
                  pollux_viewport_time_to_x (pollux_session_get_viewport (session), 150000000),
                picture.origin.y + pollux_timeline_get_ruler_height (timeline) +
                  pollux_rows_get_y (pollux_session_get_rows (session), 10) + 16);
      test_run_for (200);
    }
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_POLL);
  first = *pollux_session_get_selection (session);
  g_assert_cmpuint (first.task, ==, 10);

  test_press (window, "Left");
  test_wait_for (!pollux_thing_equal (&first, pollux_session_get_selection (session)));
  g_assert_cmpint (
    pollux_thing_get_range (pollux_session_get_trace (session),
                            pollux_session_get_selection (session)).begin, <,
    pollux_thing_get_range (pollux_session_get_trace (session), &first).begin);
  test_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/large-text", test_large_text);
  g_test_add_func ("/desktop/right-to-left", test_right_to_left);

  return test_run_all ();
}
