/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions that move together. */
#include "config.h"

#include <math.h>

#include "build-trace.h"
#include "pollux-links.h"

static PolluxSession *
make_session (PolluxTrace *trace, double width)
{
  PolluxSession *session = pollux_session_new (trace, NULL);
  PolluxViewport view = *pollux_session_get_viewport (session);

  pollux_viewport_set_width (&view, width);
  pollux_session_set_viewport (session, &view, FALSE);

  return session;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
assert_same_range (PolluxSession *a, PolluxSession *b, gint64 offset)
{
  const PolluxViewport *first = pollux_session_get_viewport (a);
  const PolluxViewport *second = pollux_session_get_viewport (b);

  g_assert_cmpint (first->left + offset, ==, second->left);
  g_assert_cmpfloat_with_epsilon (first->scale * first->width, second->scale * second->width,
                                  first->scale / 1000);
}

static void
test_both_ways (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxSession) a = make_session (trace, 800);
  g_autoptr (PolluxSession) b = make_session (trace, 500);
  g_autoptr (PolluxLinks) links = pollux_links_new ();
  guint n_a = 0, n_b = 0;

  pollux_links_add (links, a);
  pollux_links_add (links, b);
  g_assert_cmpuint (pollux_links_get_n (links), ==, 2);
  g_signal_connect_swapped (a, "view-changed", G_CALLBACK (count_cb), &n_a);
  g_signal_connect_swapped (b, "view-changed", G_CALLBACK (count_cb), &n_b);

  pollux_session_zoom (a, 8, 300);
  assert_same_range (a, b, pollux_links_get_offset (links, a, b));
  pollux_session_pan (b, 20);
  assert_same_range (a, b, pollux_links_get_offset (links, a, b));
  /* Each told the other once, and nobody told back. */
  g_assert_cmpuint (n_a, ==, 2);
  g_assert_cmpuint (n_b, ==, 2);

  pollux_session_hover (a, NULL, 1234);
  g_assert_cmpint (pollux_session_get_cursor (b), ==,
                   1234 + pollux_links_get_offset (links, a, b));
  pollux_session_hover (b, NULL, POLLUX_TIME_NONE);
  g_assert_cmpint (pollux_session_get_cursor (a), ==, POLLUX_TIME_NONE);
}

/* Two places of one trace stay as far apart as they are. */
static void
test_places (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxSession) a = make_session (trace, 800);
  g_autoptr (PolluxSession) b = make_session (trace, 800);
  g_autoptr (PolluxLinks) links = pollux_links_new ();
  PolluxTime left;

  pollux_session_show_range (a, (PolluxRange) { 100000, 150000 });
  pollux_session_show_range (b, (PolluxRange) { 400000, 450000 });
  left = pollux_session_get_viewport (b)->left;
  pollux_links_add (links, a);
  pollux_links_add (links, b);
  g_assert_cmpint (pollux_session_get_viewport (b)->left, ==, left);
  pollux_session_pan (a, 16);
  assert_same_range (a, b, 300000);
}

/* A window that grows moves no other, and one that has gone is not told. */
static void
test_leaving (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxSession) a = make_session (trace, 800);
  g_autoptr (PolluxSession) b = make_session (trace, 800);
  g_autoptr (PolluxLinks) links = pollux_links_new ();
  PolluxViewport view;
  guint n = 0;

  pollux_links_add (links, a);
  pollux_links_add (links, b);
  pollux_session_zoom (a, 8, 300);
  g_signal_connect_swapped (b, "view-changed", G_CALLBACK (count_cb), &n);

  view = *pollux_session_get_viewport (a);
  pollux_viewport_set_width (&view, 900);
  pollux_session_set_viewport (a, &view, FALSE);
  g_assert_cmpuint (n, ==, 0);

  pollux_links_remove (links, b);
  pollux_session_pan (a, 40);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (pollux_links_get_n (links), ==, 1);
  pollux_links_remove (links, b);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/both-ways", test_both_ways);
  g_test_add_func ("/links/places", test_places);
  g_test_add_func ("/links/leaving", test_leaving);

  return g_test_run ();
}
