/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-filter-private.h"

#define FIRST_KEY POLLUX_FILTER_NAME

/* By subject, from FIRST_KEY on. */
static const PolluxFilterKey keys[] = {
  { "name", NULL, "name:ping", N_("Text in the name"), POLLUX_FILTER_KEY_TEXT },
  { "loc", "location", "loc:main.rs", N_("Text in the place where it was spawned"),
    POLLUX_FILTER_KEY_TEXT },
  { "kind", NULL, "kind:local", N_("task, local, block_on, blocking or other"),
    POLLUX_FILTER_KEY_TEXT },
  { "process", NULL, "process:api", N_("Text in the name of the process"),
    POLLUX_FILTER_KEY_TEXT },
  { "thread", NULL, "thread:worker", N_("Polled on such a thread"), POLLUX_FILTER_KEY_TEXT },
  { "by", "spawner", "by:#1", N_("Spawned by such a task"), POLLUX_FILTER_KEY_TEXT },
  { "id", NULL, "id:4|5", N_("The id of the task"), POLLUX_FILTER_KEY_ID },
  { "state", NULL, "state:scheduled",
    N_("At the end: idle, scheduled, spawned, active or done; alive: any but done"),
    POLLUX_FILTER_KEY_STATE },
  { "busy", NULL, "busy>10ms", N_("Time in polls"), POLLUX_FILTER_KEY_DURATION },
  { "scheduled", "sched", "scheduled>=1s", N_("Time between wakes and polls"),
    POLLUX_FILTER_KEY_DURATION },
  { "idle", NULL, "idle<1s", N_("Time in which there was nothing to do"),
    POLLUX_FILTER_KEY_DURATION },
  { "spawn", NULL, "spawn>1ms", N_("Time from the creation to the first poll"),
    POLLUX_FILTER_KEY_DURATION },
  { "longest", "poll", "longest>5ms", N_("Its longest poll"), POLLUX_FILTER_KEY_DURATION },
  { "delay", "wait", "delay>1ms", N_("Its longest time between a wake and the poll"),
    POLLUX_FILTER_KEY_DURATION },
  { "life", "lifetime", "life<100us", N_("Time from its creation to its end"),
    POLLUX_FILTER_KEY_DURATION },
  { "unfinished", NULL, "unfinished>1s", N_("Time of what does not end in the recording"),
    POLLUX_FILTER_KEY_DURATION },
  { "polls", NULL, "polls>100", N_("How often it was polled"), POLLUX_FILTER_KEY_COUNT },
  { "wakes", NULL, "wakes>2k", N_("How often it was woken"), POLLUX_FILTER_KEY_COUNT },
  { "selfwakes", "self-wakes", "selfwakes>0", N_("How often it woke itself in a poll"),
    POLLUX_FILTER_KEY_COUNT },
};

G_STATIC_ASSERT (G_N_ELEMENTS (keys) == POLLUX_FILTER_N_SUBJECTS - FIRST_KEY);

#define ALIVE \
  (1u << POLLUX_STATE_IDLE | 1u << POLLUX_STATE_SCHEDULED | 1u << POLLUX_STATE_SPAWNED | \
   1u << POLLUX_STATE_ACTIVE)

static const struct
{
  const char *name;
  guint states;
} states[] = {
  { "idle", 1u << POLLUX_STATE_IDLE },
  { "scheduled", 1u << POLLUX_STATE_SCHEDULED },
  { "spawned", 1u << POLLUX_STATE_SPAWNED },
  { "active", 1u << POLLUX_STATE_ACTIVE },
  { "done", 1u << POLLUX_STATE_NONE },
  { "alive", ALIVE },
};

static gboolean
is_called (const char *name,
           const char *text,
           gsize       length)
{
  return name != NULL && strlen (name) == length && g_ascii_strncasecmp (name, text, length) == 0;
}

PolluxFilterSubject
pollux_filter_find_key (const char *name,
                        gsize       length)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (is_called (keys[i].name, name, length) || is_called (keys[i].other, name, length))
      return FIRST_KEY + i;

  return POLLUX_FILTER_N_SUBJECTS;
}

const PolluxFilterKey *
pollux_filter_get_key (PolluxFilterSubject subject)
{
  g_return_val_if_fail (subject >= FIRST_KEY && subject < POLLUX_FILTER_N_SUBJECTS, NULL);

  return &keys[subject - FIRST_KEY];
}

guint
pollux_filter_find_states (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_ascii_strcasecmp (states[i].name, name) == 0)
      return states[i].states;

  return 0;
}

char *
pollux_filter_list_states (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_string_append_printf (text, i > 0 ? ", %s" : "%s", states[i].name);

  return g_string_free (text, FALSE);
}

/**
 * pollux_filter_get_keys:
 * @n_keys: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_keys): the keys, texts first, then
 *   durations, then counts
 */
const PolluxFilterKey *
pollux_filter_get_keys (guint *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);

  return keys;
}
