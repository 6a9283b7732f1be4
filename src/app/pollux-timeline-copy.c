/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is selected as text for the clipboard. A table may have many rows, which
 * are made in slices of the main loop; the clipboard keeps what it had until
 * the table is complete.
 */
#include "config.h"

#include "pollux-timeline-private.h"

/* µs of the main loop per slice. */
#define SLICE 4000

/* Of the range the sections of the selected tasks, else of all that are shown. */
static PolluxTsv *
new_range_table (PolluxTimeline *self)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  PolluxRange range = pollux_session_get_range (self->session);
  g_autoptr (GArray) shown = NULL;
  const PolluxTaskIndex *tasks;
  guint n;

  tasks = pollux_session_get_selected_tasks (self->session, &n);
  if (n > 0)
    return pollux_tsv_new_for_range (trace, range, tasks, n);

  shown = pollux_session_list_shown (self->session);
  return pollux_tsv_new_for_range (trace, range, (const PolluxTaskIndex *) (void *) shown->data,
                                   shown->len);
}

static void
set_text (PolluxTimeline *self,
          const char     *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static gboolean
run_copy (PolluxTimeline *self)
{
  g_autofree char *text = NULL;

  if (!pollux_tsv_run (self->copy, g_get_monotonic_time () + SLICE))
    return FALSE;

  text = pollux_tsv_free_to_text (g_steal_pointer (&self->copy));
  set_text (self, text);
  return TRUE;
}

static gboolean
copy_cb (gpointer user_data)
{
  PolluxTimeline *self = user_data;

  if (!run_copy (self))
    return G_SOURCE_CONTINUE;

  self->copy_source = 0;
  return G_SOURCE_REMOVE;
}

/* Gives up a table that is not complete: something else is to be copied. */
void
pollux_timeline_cancel_copy (PolluxTimeline *self)
{
  g_clear_handle_id (&self->copy_source, g_source_remove);
  g_clear_pointer (&self->copy, pollux_tsv_free);
}

/* As a table: what was selected last. */
void
pollux_timeline_copy_table (PolluxTimeline *self,
                            int             unused)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  g_autofree char *text = NULL;
  guint n;
  const PolluxTaskIndex *tasks = pollux_session_get_selected_tasks (self->session, &n);

  pollux_timeline_cancel_copy (self);
  if (pollux_session_has_range (self->session) &&
      (self->range_is_newer || thing->kind == POLLUX_THING_NONE))
    self->copy = new_range_table (self);
  else if (n > 1)
    self->copy = pollux_tsv_new_for_tasks (trace, tasks, n);
  else if (thing->kind != POLLUX_THING_NONE)
    text = pollux_tsv_for_thing (trace, thing);

  if (text != NULL)
    set_text (self, text);
  else if (self->copy != NULL && !run_copy (self))
    self->copy_source = g_idle_add (copy_cb, self);
}

void
pollux_timeline_copy_description (PolluxTimeline *self,
                                  int             unused)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  g_autofree char *text = NULL;

  if (thing->kind == POLLUX_THING_NONE)
    return;

  pollux_timeline_cancel_copy (self);
  text = pollux_thing_describe (pollux_session_get_trace (self->session), thing);
  set_text (self, text);
}
