/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-task.h"

#include <string.h>

static const char *const kind_names[POLLUX_N_TASK_KINDS] = {
  "task", "local", "block_on", "blocking", "other",
};

/**
 * pollux_task_kind_to_string:
 *
 * Returns: (transfer none): the kind as Tokio writes it; never translated
 */
const char *
pollux_task_kind_to_string (PolluxTaskKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_TASK_KINDS, "other");

  return kind_names[kind];
}

/**
 * pollux_task_kind_from_string:
 * @bytes: a kind as Tokio writes it, need not end in NUL
 *
 * Returns: the kind, POLLUX_TASK_KIND_OTHER for any that is not known
 */
PolluxTaskKind
pollux_task_kind_from_string (const char *bytes, gsize length)
{
  for (guint i = 0; i < POLLUX_TASK_KIND_OTHER; i++)
    {
      if (strlen (kind_names[i]) == length && memcmp (kind_names[i], bytes, length) == 0)
        return i;
    }

  return POLLUX_TASK_KIND_OTHER;
}
