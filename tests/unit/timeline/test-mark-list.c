/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-marks.h"

static PolluxRange
range (PolluxTime begin,
       PolluxTime end)
{
  return (PolluxRange) { begin, end };
}

static void
test_order (void)
{
  g_autoptr(PolluxMarks) marks = pollux_marks_new ();
  guint late = pollux_marks_add (marks, range (50, 50), "late");
  guint long_one = pollux_marks_add (marks, range (10, 90), "long");
  guint early = pollux_marks_add (marks, range (10, 10), "early");

  g_assert_cmpuint (pollux_marks_get_n (marks), ==, 3);
  g_assert_cmpuint (pollux_marks_get (marks, 0)->id, ==, early);
  g_assert_cmpuint (pollux_marks_get (marks, 1)->id, ==, long_one);
  g_assert_cmpuint (pollux_marks_get (marks, 2)->id, ==, late);
  g_assert_cmpstr (pollux_marks_find (marks, late)->name, ==, "late");

  g_assert_true (pollux_marks_remove (marks, long_one));
  g_assert_false (pollux_marks_remove (marks, long_one));
  g_assert_null (pollux_marks_find (marks, long_one));
  g_assert_cmpuint (pollux_marks_get_n (marks), ==, 2);
}

static void
test_refused (void)
{
  g_autoptr(PolluxMarks) marks = pollux_marks_new ();
  g_autofree char *long_name = g_strnfill (5000, 'x');
  guint id;

  g_assert_cmpuint (pollux_marks_add (marks, range (2, 1), "backwards"), ==, 0);
  g_assert_cmpuint (pollux_marks_add (marks, range (0, G_MAXINT64), "endless"), ==, 0);
  g_assert_cmpuint (pollux_marks_add (marks, range (G_MININT64, 0), "endless"), ==, 0);
  g_assert_cmpuint (pollux_marks_add (marks, range (0, 0), " \t"), ==, 0);
  g_assert_cmpuint (pollux_marks_add (marks, range (0, 0), NULL), ==, 0);
  id = pollux_marks_add (marks, range (0, 0), " a\nb\tc ");
  g_assert_cmpstr (pollux_marks_find (marks, id)->name, ==, "a b c");
  g_assert_true (pollux_marks_rename (marks, id, long_name));
  g_assert_cmpuint (strlen (pollux_marks_find (marks, id)->name), ==, POLLUX_MARK_NAME_MAX);
  g_assert_false (pollux_marks_rename (marks, id, ""));
  g_assert_false (pollux_marks_rename (marks, id + 1, "none"));

  for (guint i = 1; i < POLLUX_MARKS_MAX; i++)
    g_assert_cmpuint (pollux_marks_add (marks, range (i, i), "m"), !=, 0);
  g_assert_cmpuint (pollux_marks_add (marks, range (0, 0), "one too many"), ==, 0);
  g_assert_cmpuint (pollux_marks_get_n (marks), ==, POLLUX_MARKS_MAX);
}

static void
test_next (void)
{
  g_autoptr(PolluxMarks) marks = pollux_marks_new ();
  guint a = pollux_marks_add (marks, range (10, 10), "a");
  guint b = pollux_marks_add (marks, range (10, 10), "b");
  guint c = pollux_marks_add (marks, range (30, 30), "c");

  g_assert_cmpuint (pollux_marks_find_next (marks, 0, 1)->id, ==, a);
  g_assert_null (pollux_marks_find_next (marks, 0, -1));
  g_assert_cmpuint (pollux_marks_find_next (marks, 30, 1)->id, ==, c);
  pollux_marks_set_current (marks, a);
  g_assert_cmpuint (pollux_marks_find_next (marks, 10, 1)->id, ==, b);
  g_assert_null (pollux_marks_find_next (marks, 10, -1));
  pollux_marks_set_current (marks, b);
  g_assert_cmpuint (pollux_marks_find_next (marks, 10, 1)->id, ==, c);
  g_assert_cmpuint (pollux_marks_find_next (marks, 10, -1)->id, ==, a);
  pollux_marks_set_current (marks, c);
  g_assert_null (pollux_marks_find_next (marks, 30, 1));
  g_assert_true (pollux_marks_remove (marks, c));
  g_assert_cmpuint (pollux_marks_get_current (marks), ==, 0);
}

static void
test_names (void)
{
  g_autoptr(PolluxMarks) marks = pollux_marks_new ();
  g_autoptr(PolluxMarks) others = pollux_marks_new ();
  g_autofree char *first = pollux_marks_propose_name (marks);
  g_autofree char *next = NULL;

  g_assert_cmpstr (first, ==, "Mark 1");
  pollux_marks_add (marks, range (1, 1), "Mark 1");
  pollux_marks_add (marks, range (2, 2), "Mark 3");
  next = pollux_marks_propose_name (marks);
  g_assert_cmpstr (next, ==, "Mark 2");

  pollux_marks_add (others, range (1, 1), "Mark 1");
  pollux_marks_add (others, range (1, 2), "Mark 1");
  g_assert_cmpuint (pollux_marks_merge (marks, others), ==, 1);
  g_assert_cmpuint (pollux_marks_merge (marks, others), ==, 0);
  g_assert_cmpuint (pollux_marks_get_n (marks), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mark-list/order", test_order);
  g_test_add_func ("/mark-list/refused", test_refused);
  g_test_add_func ("/mark-list/next", test_next);
  g_test_add_func ("/mark-list/names", test_names);

  return g_test_run ();
}
