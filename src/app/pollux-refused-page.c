/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-refused-page.h"

#include "pollux-reader.h"
#include "pollux-template.h"

struct _PolluxRefusedPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title;
  GtkLabel *description;
  GtkLabel *formats;
  GtkWidget *retry;
  GtkWidget *recording;
  GtkLabel *code;
};

G_DEFINE_FINAL_TYPE (PolluxRefusedPage, pollux_refused_page, GTK_TYPE_WIDGET)

/* Not translated: it is a program, that of README.md without what it records. */
static const char recording_code[] =
  "# .cargo/config.toml\n"
  "[build]\n"
  "rustflags = [\"--cfg\", \"tokio_unstable\"]\n"
  "\n"
  "# Cargo.toml\n"
  "[dependencies]\n"
  "tokio = { version = \"1.24\", features = [\"full\", \"tracing\"] }\n"
  "tracing-subscriber = { version = \"0.3.16\", features = [\"json\"] }\n"
  "\n"
  "// src/main.rs\n"
  "use std::{fs::File, sync::Mutex};\n"
  "use tracing_subscriber::filter::{LevelFilter, Targets};\n"
  "use tracing_subscriber::fmt::{self, format::FmtSpan};\n"
  "use tracing_subscriber::prelude::*;\n"
  "\n"
  "// before the runtime is made\n"
  "let targets = Targets::new()\n"
  "    .with_target(\"tokio::task\", LevelFilter::TRACE)\n"
  "    .with_target(env!(\"CARGO_CRATE_NAME\"), LevelFilter::TRACE);\n"
  "let layer = fmt::layer()\n"
  "    .json()\n"
  "    .with_thread_ids(true)\n"
  "    .with_thread_names(true)\n"
  "    .with_span_events(FmtSpan::FULL)\n"
  "    .with_writer(Mutex::new(File::create(\"trace.tokio.jsonl\")?))\n"
  "    .with_filter(targets);\n"
  "tracing_subscriber::registry().with(layer).init();";

typedef struct
{
  const char *title;        /* may have one %s: the file's name */
  const char *description;  /* NULL: the error's own message */
  gboolean formats;         /* name what is read */
  gboolean recording;       /* tell how to record one */
  gboolean retry;           /* it may be otherwise next time */
} Refusal;

static const Refusal reader_refusals[] = {
  [POLLUX_READER_ERROR_EMPTY] = { N_("“%s” is empty"),
                                  N_("The file has no bytes. Did the program that records it "
                                     "end, and was its writer flushed?"),
                                  FALSE, TRUE, TRUE },
  [POLLUX_READER_ERROR_DIRECTORY] = { N_("“%s” is a folder"),
                                      N_("A trace is a file. Open the file in it."), TRUE, FALSE,
                                      FALSE },
  [POLLUX_READER_ERROR_UNKNOWN] = { N_("“%s” is not a trace that Pollux can read"),
                                    NULL, TRUE, TRUE, FALSE },
  [POLLUX_READER_ERROR_NO_TASKS] = { N_("“%s” tells nothing of Tokio tasks"),
                                     NULL, FALSE, TRUE, TRUE },
  [POLLUX_READER_ERROR_CORRUPT] = { N_("“%s” is damaged"), NULL, FALSE, FALSE, TRUE },
  [POLLUX_READER_ERROR_LIMIT] = { N_("“%s” cannot be a real trace"), NULL, FALSE, FALSE, FALSE },
};

static const struct
{
  GIOErrorEnum code;
  Refusal refusal;
} io_refusals[] = {
  { G_IO_ERROR_NOT_FOUND,
    { N_("“%s” is not there"), N_("The file was moved, renamed or deleted."), FALSE, FALSE,
      TRUE } },
  { G_IO_ERROR_PERMISSION_DENIED,
    { N_("“%s” may not be read"), N_("You do not have the rights to read this file."), FALSE, FALSE,
      TRUE } },
  { G_IO_ERROR_IS_DIRECTORY,
    { N_("“%s” is a folder"), N_("A trace is a file. Open the file in it."), TRUE, FALSE, FALSE } },
};

static const Refusal other_refusal = { N_("“%s” cannot be read"), NULL, FALSE, FALSE, TRUE };

static const Refusal *
find_refusal (const GError *error)
{
  if (error->domain == POLLUX_READER_ERROR && error->code >= 0 &&
      error->code < (int) G_N_ELEMENTS (reader_refusals))
    return &reader_refusals[error->code];

  for (guint i = 0; i < G_N_ELEMENTS (io_refusals); i++)
    {
      if (g_error_matches (error, G_IO_ERROR, io_refusals[i].code))
        return &io_refusals[i].refusal;
    }

  return &other_refusal;
}

/* What is read, from the table of readers. */
static char *
list_formats (void)
{
  const PolluxReaderClass *const *readers = pollux_formats_list ();
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; readers[i] != NULL; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", _(readers[i]->title));

  /* Translators: %s lists formats. */
  return g_strdup_printf (_("Pollux reads, plain or packed with gzip or zstd: %s."), titles->str);
}

static void
copy_cb (PolluxRefusedPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), recording_code);
}

static void
pollux_refused_page_dispose (GObject *object)
{
  pollux_template_dispose (GTK_WIDGET (object));
  G_OBJECT_CLASS (pollux_refused_page_parent_class)->dispose (object);
}

static void
pollux_refused_page_class_init (PolluxRefusedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_refused_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-refused-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, title);
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, description);
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, formats);
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, retry);
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, recording);
  gtk_widget_class_bind_template_child (widget_class, PolluxRefusedPage, code);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
pollux_refused_page_init (PolluxRefusedPage *self)
{
  g_autofree char *formats = list_formats ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->formats, formats);
  gtk_label_set_text (self->code, recording_code);
}

/* The title's %s is in every translation of a known text, but the compiler
 * cannot know. */
static char *
format_title (const char *title, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (title, "%s", 2);

  return g_strjoinv (name, parts);
}

/**
 * pollux_refused_page_set:
 * @name: the file's name
 * @error: why it is refused
 */
void
pollux_refused_page_set (PolluxRefusedPage *self, const char *name, const GError *error)
{
  const Refusal *refusal;
  g_autofree char *title = NULL;

  g_return_if_fail (POLLUX_IS_REFUSED_PAGE (self));
  g_return_if_fail (error != NULL);

  refusal = find_refusal (error);
  title = format_title (_(refusal->title), name);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->description,
                      refusal->description != NULL ? _(refusal->description) : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->formats), refusal->formats);
  gtk_widget_set_visible (self->recording, refusal->recording);
  gtk_widget_set_visible (self->retry, refusal->retry);
}

/**
 * pollux_refused_page_get_title:
 *
 * Returns: (transfer none): what is wrong, in short
 */
const char *
pollux_refused_page_get_title (PolluxRefusedPage *self)
{
  g_return_val_if_fail (POLLUX_IS_REFUSED_PAGE (self), NULL);

  return gtk_label_get_text (self->title);
}

/**
 * pollux_refused_page_can_retry:
 *
 * Returns: whether it offers to try again
 */
gboolean
pollux_refused_page_can_retry (PolluxRefusedPage *self)
{
  g_return_val_if_fail (POLLUX_IS_REFUSED_PAGE (self), FALSE);

  return gtk_widget_get_visible (self->retry);
}
