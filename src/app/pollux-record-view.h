/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-loader.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_RECORD_VIEW (pollux_record_view_get_type ())

/**
 * PolluxRecordView:
 *
 * One record of a trace, read again from its file: its fields by group, its
 * own text, and where it stands. Reading does not wait; an answer that comes
 * after another record was asked for is dropped.
 */
G_DECLARE_FINAL_TYPE (PolluxRecordView, pollux_record_view, POLLUX, RECORD_VIEW, GtkWidget)

/* @heading: whose record it is, if not that of what is selected; or NULL. @wake:
 * it is the wake that began a wait: its span is not that of the task that waits. */
void                    pollux_record_view_show       (PolluxRecordView *self,
                                                       PolluxLoader     *loader,
                                                       PolluxTrace      *trace,
                                                       PolluxRecord      record,
                                                       const char       *heading,
                                                       gboolean          wake);
void                    pollux_record_view_clear      (PolluxRecordView *self);
/* Makes some of the widgets for later; FALSE if there are enough. */
gboolean                pollux_record_view_reserve    (PolluxRecordView *self);
/* Aligns the values with those of other lists. */
void                    pollux_record_view_set_group  (PolluxRecordView *self,
                                                       GtkSizeGroup     *group);
gboolean                pollux_record_view_is_busy    (PolluxRecordView *self);
/* What is shown; NULL while nothing is. */
const PolluxRecordText *pollux_record_view_get_record (PolluxRecordView *self);

G_END_DECLS
