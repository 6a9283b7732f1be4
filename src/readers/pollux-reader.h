/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-batch.h"
#include "pollux-json-cursor.h"
#include "pollux-source.h"

G_BEGIN_DECLS

/*
 * What a format must provide. A new format is one new file with one
 * PolluxReaderClass, listed in pollux-formats.c.
 */

#define POLLUX_READER_ERROR (pollux_reader_error_quark ())

/**
 * PolluxReaderError:
 * @POLLUX_READER_ERROR_EMPTY: the file has no bytes
 * @POLLUX_READER_ERROR_DIRECTORY: it is a directory
 * @POLLUX_READER_ERROR_UNKNOWN: it is no format that Pollux reads
 * @POLLUX_READER_ERROR_NO_TASKS: it is the format, but holds nothing of Tokio
 * @POLLUX_READER_ERROR_CORRUPT: nothing of it could be read
 * @POLLUX_READER_ERROR_LIMIT: a count or length in it is beyond all reason
 *
 * Why a file cannot be shown. Failures of the system are G_IO_ERROR.
 */
typedef enum
{
  POLLUX_READER_ERROR_EMPTY,
  POLLUX_READER_ERROR_DIRECTORY,
  POLLUX_READER_ERROR_UNKNOWN,
  POLLUX_READER_ERROR_NO_TASKS,
  POLLUX_READER_ERROR_CORRUPT,
  POLLUX_READER_ERROR_LIMIT,
} PolluxReaderError;

GQuark pollux_reader_error_quark (void);

/**
 * PolluxField:
 *
 * One field of a record as text. @group says what it belongs to: "" for the
 * record itself, "fields", "span", or the name of a span of its chain.
 */
typedef struct
{
  char *group;
  char *name;
  char *value;
} PolluxField;

/**
 * PolluxRecordText:
 * @record, @offset, @line: where it stands; line is from 1, 0 if there are none
 * @text: its own text, valid UTF-8 (other bytes replaced), cut at
 *   POLLUX_RECORD_TEXT_MAX bytes; binary formats describe the record in words
 * @cut: whether it was cut
 * @fields: (element-type PolluxField): in file order
 *
 * A record read again for somebody to look at.
 */
typedef struct
{
  PolluxRecord record;
  guint64 offset;
  guint64 line;
  char *text;
  gboolean cut;
  GPtrArray *fields;
} PolluxRecordText;

#define POLLUX_RECORD_TEXT_MAX (64 * 1024)

/* The value of the last field @name of @group, or NULL. Borrowed. Every format
 * has "message" among "fields", and "level" and "target" in "", if the record
 * has them. */
const char       *pollux_record_text_find (const PolluxRecordText *text,
                                           const char       *group,
                                           const char       *name);

/* For readers. */
PolluxField      *pollux_field_new        (PolluxSlice       group,
                                           PolluxSlice       name,
                                           PolluxSlice       value);
PolluxRecordText *pollux_record_text_new  (PolluxRecord      record,
                                           guint64           offset,
                                           guint64           line,
                                           PolluxSlice       text);

void              pollux_field_free       (PolluxField      *field);
void              pollux_record_text_free (PolluxRecordText *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxRecordText, pollux_record_text_free)

/* Gets one record: @text is the callee's now. FALSE to stop. */
typedef gboolean (*PolluxRecordFunc) (PolluxRecordText *text, gpointer data);

typedef struct _PolluxReader PolluxReader;
typedef struct _PolluxReaderClass PolluxReaderClass;

/**
 * PolluxReaderClass:
 * @name: "tracing-fmt-json": the name in the command line's JSON
 * @title: for people
 * @probe: 0 to 100: how sure it is that these first @length bytes are its own
 *   (100: a magic number). Must be quick and must not fail.
 * @open: a reader on @source, which it borrows and which stands at its start
 * @next_batch: reads on and fills @batch, about POLLUX_READER_BATCH_RECORDS
 *   records or less. FALSE at the end (with what is left in @batch) or with
 *   @error if nothing at all can be made of the file. Damage goes into the
 *   batch and is no error. Returns soon after @cancellable was cancelled.
 * @read_records: @source stands at the offset of the mark @marked; finds the
 *   @n_records records of @records, which ascend, from there in one pass, and
 *   hands the text and fields of each to @func. Stops early, with TRUE, when
 *   @func returns FALSE
 * @close: frees the reader
 */
struct _PolluxReaderClass
{
  const char *name;
  const char *title;
  int (*probe) (const guint8 *bytes, gsize length);
  PolluxReader *(*open) (const PolluxReaderClass *klass, PolluxSource *source);
  gboolean (*next_batch) (PolluxReader *reader, PolluxBatch *batch, GCancellable *cancellable,
                          GError **error);
  gboolean (*read_records) (PolluxSource *source, PolluxRecord marked, const PolluxRecord *records,
                            guint n_records, PolluxRecordFunc func, gpointer data,
                            GCancellable *cancellable, GError **error);
  void (*close) (PolluxReader *reader);
};

/* The head of every reader's own struct. */
struct _PolluxReader
{
  const PolluxReaderClass *klass;
  PolluxSource *source;
};

#define POLLUX_READER_BATCH_RECORDS 16384
/* How many first bytes a probe gets at most. */
#define POLLUX_READER_PROBE_BYTES (64 * 1024)

/* One record alone: NULL with @error if it cannot be read. */
PolluxRecordText *pollux_reader_class_read_record (const PolluxReaderClass *klass,
                                                   PolluxSource            *source,
                                                   PolluxRecord             marked,
                                                   PolluxRecord             record,
                                                   GCancellable            *cancellable,
                                                   GError                 **error);

/* The class whose probe is surest of @bytes, or NULL with @error. */
const PolluxReaderClass *pollux_formats_detect (const guint8  *bytes,
                                                gsize          length,
                                                GError       **error);
/* By name; NULL if unknown. */
const PolluxReaderClass *pollux_formats_find   (const char    *name);
/* NULL terminated. */
const PolluxReaderClass *const *pollux_formats_list (void);

G_END_DECLS
