/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-task-set.h"

static void
test_add_remove (void)
{
  g_autoptr (PolluxTaskSet) set = pollux_task_set_new ();
  const PolluxTaskIndex *tasks;
  guint n;

  g_assert_cmpuint (pollux_task_set_get_n (set), ==, 0);
  g_assert_false (pollux_task_set_contains (set, 0));
  g_assert_false (pollux_task_set_contains (set, POLLUX_TASK_NONE));
  g_assert_false (pollux_task_set_contains (NULL, 0));

  g_assert_true (pollux_task_set_add (set, 64));
  g_assert_true (pollux_task_set_add (set, 63));
  g_assert_true (pollux_task_set_add (set, 1000));
  g_assert_false (pollux_task_set_add (set, 63));
  g_assert_false (pollux_task_set_add (set, POLLUX_TASK_NONE));
  tasks = pollux_task_set_get (set, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (tasks[0], ==, 63);
  g_assert_cmpuint (tasks[1], ==, 64);
  g_assert_cmpuint (tasks[2], ==, 1000);

  g_assert_true (pollux_task_set_remove (set, 64));
  g_assert_false (pollux_task_set_remove (set, 64));
  g_assert_false (pollux_task_set_remove (set, 5000000));
  tasks = pollux_task_set_get (set, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (tasks[1], ==, 1000);

  pollux_task_set_clear (set);
  g_assert_false (pollux_task_set_contains (set, 63));
  pollux_task_set_get (set, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A million, and one more million times a question, in no time. */
static void
test_many (void)
{
  g_autoptr (PolluxTaskSet) set = pollux_task_set_new ();
  gint64 begin = g_get_monotonic_time ();
  guint n_found = 0, n;

  for (guint i = 0; i < 1000000; i++)
    pollux_task_set_add (set, i * 2);
  for (guint i = 0; i < 1000000; i++)
    n_found += pollux_task_set_contains (set, i);
  g_assert_cmpuint (n_found, ==, 500000);
  g_assert_cmpuint (pollux_task_set_get (set, &n)[999999], ==, 1999998);
  g_assert_cmpuint (n, ==, 1000000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_TIME_SPAN_SECOND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/task-set/add-remove", test_add_remove);
  g_test_add_func ("/task-set/many", test_many);

  return g_test_run ();
}
