/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of the views, and how one goes through them. */
#include "config.h"

#include "pollux-history.h"

static PolluxViewport
make_view (PolluxTime left)
{
  PolluxViewport viewport;

  pollux_viewport_init (&viewport);
  pollux_viewport_set_extent (&viewport, (PolluxRange) { 0, 100000 });
  pollux_viewport_set_width (&viewport, 100);
  pollux_viewport_set_range (&viewport, (PolluxRange) { left, left + 1000 });

  return viewport;
}

static void
test_several (void)
{
  g_autoptr (PolluxHistory) history = pollux_history_new ();
  PolluxViewport views[4];
  PolluxPlace place;
  double scroll = -7;

  for (guint i = 0; i < 4; i++)
    views[i] = make_view (1000 * i);
  for (guint i = 0; i < 3; i++)
    {
      pollux_history_note_scroll (history, 10 * i);
      pollux_history_leave (history, &views[i], POLLUX_STEP_JUMP, i);
    }
  pollux_history_note_scroll (history, 30);
  g_assert_false (pollux_history_take_scroll (history, &scroll));
  g_assert_cmpfloat (scroll, ==, -7);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 3);

  g_assert_false (pollux_history_go (history, -4, &views[3], &place));
  g_assert_false (pollux_history_go (history, 1, &views[3], &place));
  g_assert_false (pollux_history_go (history, 0, &views[3], &place));

  /* Two at once; the one in between stays within reach. */
  g_assert_true (pollux_history_go (history, -2, &views[3], &place));
  g_assert_cmpint (place.viewport.left, ==, 1000);
  g_assert_true (pollux_history_take_scroll (history, &scroll));
  g_assert_cmpfloat (scroll, ==, 10);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 1);
  g_assert_cmpuint (pollux_history_get_n_forward (history), ==, 2);
  g_assert_true (pollux_history_get_place (history, 1, &views[1], &place));
  g_assert_cmpint (place.viewport.left, ==, 2000);
  g_assert_cmpfloat (place.scroll, ==, 20);
  g_assert_true (pollux_history_go (history, 2, &views[1], &place));
  g_assert_cmpint (place.viewport.left, ==, 3000);
  g_assert_cmpfloat (place.scroll, ==, 30);
}

static void
test_series (void)
{
  g_autoptr (PolluxHistory) history = pollux_history_new ();
  PolluxViewport view = make_view (0);

  pollux_history_leave (history, &view, POLLUX_STEP_NONE, 0);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 0);
  pollux_history_leave (history, &view, POLLUX_STEP_ZOOM, 0);
  pollux_history_leave (history, &view, POLLUX_STEP_ZOOM, 1000);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 1);
  pollux_history_leave (history, &view, POLLUX_STEP_ZOOM, 5 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 2);
  for (guint i = 0; i < 300; i++)
    pollux_history_leave (history, &view, POLLUX_STEP_JUMP, i);
  g_assert_cmpuint (pollux_history_get_n_back (history), ==, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/several", test_several);
  g_test_add_func ("/history/series", test_series);

  return g_test_run ();
}
