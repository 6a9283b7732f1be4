/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-reader.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_LOADER (pollux_loader_get_type ())

/**
 * PolluxLoader:
 *
 * Reads one file into one trace. In the asynchronous form a thread of its own
 * reads; the batches pass through a bounded queue to the main loop, which
 * applies them in slices of a few milliseconds with room for drawing in
 * between. Cancelling the cancellable ends both at once and keeps what was
 * read: the trace is settled and finished then too.
 *
 * Properties: "fraction" (double, 0 to 1 of the raw bytes, -1 if the size is
 * not known), "loading" (boolean).
 */
G_DECLARE_FINAL_TYPE (PolluxLoader, pollux_loader, POLLUX, LOADER, GObject)

PolluxLoader     *pollux_loader_new                (GFile                *file);
/* Reads standard input (or any descriptor; closed by the loader). */
PolluxLoader     *pollux_loader_new_for_fd         (int                   fd,
                                                    const char           *display_name);
/* Borrowed; NULL for a descriptor. */
GFile            *pollux_loader_get_file           (PolluxLoader         *self);
const char       *pollux_loader_get_display_name   (PolluxLoader         *self);
double            pollux_loader_get_fraction       (PolluxLoader         *self);
gboolean          pollux_loader_get_loading        (PolluxLoader         *self);

/* On the calling thread, to the end. FALSE only if nothing could be shown:
 * see PolluxReaderError; also G_IO_ERROR_CANCELLED, with what was read kept. */
gboolean          pollux_loader_load               (PolluxLoader         *self,
                                                    PolluxTrace          *trace,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
void              pollux_loader_load_async         (PolluxLoader         *self,
                                                    PolluxTrace          *trace,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          pollux_loader_load_finish        (PolluxLoader         *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* A trace that is no file, as pasted text: @bytes as if they were its content. */
PolluxLoader     *pollux_loader_new_for_bytes      (GBytes               *bytes,
                                                    const char           *display_name);

/* Reading many records again, in one pass over the file, on a thread of the
 * caller's. A plan refers to neither loader nor trace. */
typedef struct _PolluxRecordPlan PolluxRecordPlan;

/* On the thread of @trace: how to find @records (copied; ascending). */
PolluxRecordPlan *pollux_loader_plan_records       (PolluxLoader         *self,
                                                    PolluxTrace          *trace,
                                                    const PolluxRecord   *records,
                                                    guint                 n_records);
/* On any thread: blocks while it reads. */
gboolean          pollux_record_plan_run           (PolluxRecordPlan     *plan,
                                                    PolluxRecordFunc      func,
                                                    gpointer              data,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
void              pollux_record_plan_free          (PolluxRecordPlan     *plan);

/* Reads a record of @trace again from the file, for the details panel. */
PolluxRecordText *pollux_loader_read_record        (PolluxLoader         *self,
                                                    PolluxTrace          *trace,
                                                    PolluxRecord          record,
                                                    GCancellable         *cancellable,
                                                    GError              **error);
void              pollux_loader_read_record_async  (PolluxLoader         *self,
                                                    PolluxTrace          *trace,
                                                    PolluxRecord          record,
                                                    int                   io_priority,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
PolluxRecordText *pollux_loader_read_record_finish (PolluxLoader         *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxRecordPlan, pollux_record_plan_free)

G_END_DECLS
