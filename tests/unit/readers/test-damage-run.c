/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-damage-run.h"
#include "pollux-trace.h"

static const char broken[] = "broken";
static const char cut[] = "cut";

static PolluxTrace *
trace_of (PolluxBatch *batch)
{
  PolluxTrace *trace = pollux_trace_new ();

  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);
  return trace;
}

static void
assert_damage (PolluxTrace *trace,
               guint        index,
               guint64      offset,
               guint64      line,
               guint64      n_records,
               const char  *message)
{
  const PolluxDamage *damage = pollux_trace_get_damage (trace, index);

  g_assert_cmpuint (damage->offset, ==, offset);
  g_assert_cmpuint (damage->line, ==, line);
  g_assert_cmpuint (damage->records, ==, n_records);
  g_assert_cmpstr (damage->message, ==, message);
}

static void
test_merged (void)
{
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxDamageRun run = { 0 };

  pollux_damage_run_add (&run, batch, 10, 2, 1, broken);
  pollux_damage_run_add (&run, batch, 20, 3, 1, broken);
  pollux_damage_run_add (&run, batch, 30, 4, 5, broken);
  pollux_damage_run_end (&run, batch);
  pollux_damage_run_end (&run, batch);
  pollux_damage_run_add (&run, batch, 90, 9, 1, broken);
  pollux_damage_run_add (&run, batch, 95, 10, 1, cut);
  pollux_damage_run_finish (&run, batch);
  pollux_damage_run_finish (&run, batch);

  trace = trace_of (batch);
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 3);
  assert_damage (trace, 0, 10, 2, 7, broken);
  assert_damage (trace, 1, 90, 9, 1, broken);
  assert_damage (trace, 2, 95, 10, 1, cut);
}

static void
test_bounded (void)
{
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxDamageRun run = { 0 };

  for (guint i = 0; i < 1000; i++)
    {
      pollux_damage_run_add (&run, batch, i * 10, i, 1, i % 2 ? broken : cut);
      pollux_damage_run_end (&run, batch);
    }
  pollux_damage_run_finish (&run, batch);

  trace = trace_of (batch);
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 256);
  assert_damage (trace, 254, 2540, 254, 1, cut);
  assert_damage (trace, 255, 2550, 255, 745, "further damage from here on");
}

static void
test_none (void)
{
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxDamageRun run = { 0 };

  pollux_damage_run_end (&run, batch);
  pollux_damage_run_finish (&run, batch);
  trace = trace_of (batch);
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 0);
  g_assert_true (pollux_trace_is_complete (trace));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/damage-run/merged", test_merged);
  g_test_add_func ("/damage-run/bounded", test_bounded);
  g_test_add_func ("/damage-run/none", test_none);

  return g_test_run ();
}
