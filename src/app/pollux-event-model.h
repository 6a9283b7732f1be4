/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-event-row.h"
#include "pollux-session.h"

G_BEGIN_DECLS

/**
 * PolluxEventChoice:
 * @text: (nullable): words that must be in an event, or with "-" must not
 * @level: the lowest level
 * @selected_task: only events of the selected task, while one is selected
 * @selected_range: only events in the selected range, while one is selected
 * @foreign: also lines that are no records
 *
 * What a person wants to see of the events.
 */
typedef struct
{
  const char *text;
  PolluxLevel level;
  gboolean selected_task;
  gboolean selected_range;
  gboolean foreign;
} PolluxEventChoice;

#define POLLUX_TYPE_EVENT_MODEL (pollux_event_model_get_type ())

/**
 * PolluxEventModel:
 *
 * The log events of a session that pass a filter, in file order: a #GListModel
 * of #PolluxEventRow, and a #GtkSelectionModel. A single selected row is what
 * is selected in the session, and the reverse; several rows are selected here
 * alone, to be copied.
 *
 * Emits "updated" after the list, its progress or its error changed, and
 * "reveal" with a position when the session selected that row.
 */
G_DECLARE_FINAL_TYPE (PolluxEventModel, pollux_event_model, POLLUX, EVENT_MODEL, GObject)

PolluxEventModel *pollux_event_model_new          (void);
void              pollux_event_model_set_session  (PolluxEventModel        *self,
                                                   PolluxSession           *session);
void              pollux_event_model_set_choice   (PolluxEventModel        *self,
                                                   const PolluxEventChoice *choice);
/* Whether something of the choice leaves events out now. */
gboolean          pollux_event_model_is_narrowed  (PolluxEventModel        *self);
void              pollux_event_model_set_active   (PolluxEventModel        *self,
                                                   gboolean                 active);
/* Whose texts are looked at. */
void              pollux_event_model_set_visible  (PolluxEventModel        *self,
                                                   guint                    first,
                                                   guint                    n_rows);

PolluxEventList  *pollux_event_model_get_list     (PolluxEventModel        *self);
/* Of the row that is selected in the session; G_MAXUINT if there is none. */
guint             pollux_event_model_get_position (PolluxEventModel        *self);
GtkBitset        *pollux_event_model_get_selected (PolluxEventModel        *self);
gboolean          pollux_event_model_is_filling   (PolluxEventModel        *self);
gboolean          pollux_event_model_is_busy      (PolluxEventModel        *self);
/* Why texts cannot be read, or NULL. */
const GError     *pollux_event_model_get_error    (PolluxEventModel        *self);

G_END_DECLS
