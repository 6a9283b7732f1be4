/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The fields of a record that is read again: the same as those of the record in
 * JSON.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-json.h"
#include "pollux-fmt-text.h"

#define TS "2026-11-22T19:03:57.000001Z"

static const char json[] =
  "{\"timestamp\":\"" TS "\",\"level\":\"INFO\",\"fields\":{\"message\":\"step \\\"one\\\"\","
  "\"a\":1,\"b\":\"two \\\"w\\\"\\n\"},\"target\":\"app::jobs\",\"filename\":\"src/main.rs\","
  "\"line_number\":35,\"span\":{\"v\":\"x}: y\",\"name\":\"inner span\"},\"spans\":[{\"kind\":"
  "\"task\",\"loc.col\":5,\"loc.file\":\"a.rs\",\"loc.line\":1,\"task.id\":2,\"task.name\":\"w\","
  "\"name\":\"runtime.spawn\"},{\"v\":\"x}: y\",\"name\":\"inner span\"}],\"threadName\":\"main\","
  "\"threadId\":\"ThreadId(1)\"}\n";

#define TASK "kind=task task.name=w task.id=2 loc.file=\"a.rs\" loc.line=1 loc.col=5"
#define FIELDS "step \"one\" a=1 b=\"two \\\"w\\\"\\n\""

static const struct
{
  const PolluxReaderClass *klass;
  const char *id;
  const char *record;
} texts[] = {
  { &pollux_fmt_full_class, "ThreadId(01)",
    TS "  INFO main ThreadId(01) runtime.spawn{" TASK "}:inner span{v=\"x}: y\"}: app::jobs: "
    "src/main.rs:35: " FIELDS "\n" },
  { &pollux_fmt_compact_class, "ThreadId(01)",
    TS "  INFO main ThreadId(01) runtime.spawn:inner span: app::jobs: src/main.rs:35: " FIELDS " "
    TASK " v=\"x}: y\"\n" },
  { &pollux_fmt_pretty_class, "ThreadId(1)",
    "  " TS "  INFO app::jobs: step \"one\", a: 1, b: \"two \\\"w\\\"\\n\"\n"
    "    at src/main.rs:35 on main ThreadId(1)\n"
    "    in app::jobs::inner span with v: \"x}: y\"\n"
    "    in tokio::task::runtime.spawn with kind: task, task.name: w, task.id: 2, "
    "loc.file: \"a.rs\", loc.line: 1, loc.col: 5\n\n" },
};

static PolluxRecordText *
read_record (const PolluxReaderClass *klass,
             const char              *file,
             PolluxRecord             record)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file, strlen (file));
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (GError) error = NULL;
  PolluxRecordText *text = pollux_reader_class_read_record (klass, source, 0, record, NULL,
                                                            &error);

  g_assert_no_error (error);
  return text;
}

static void
test_twins (void)
{
  g_autoptr (PolluxRecordText) twin = read_record (&pollux_fmt_json_class, json, 0);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PolluxRecordText) text = read_record (texts[i].klass, texts[i].record, 0);

      for (guint k = 0; k < twin->fields->len; k++)
        {
          const PolluxField *field = g_ptr_array_index (twin->fields, k);
          const char *expected = strcmp (field->name, "threadId") == 0 ? texts[i].id
                                                                       : field->value;

          /* JSON lists the innermost again. */
          if (strcmp (field->group, "inner span") == 0)
            continue;
          /* Where the fields of its own spans are, Compact does not say. */
          if (texts[i].klass == &pollux_fmt_compact_class && field->group[0] != '\0' &&
              strcmp (field->group, "fields") != 0)
            continue;
          g_test_message ("%s: %s.%s", texts[i].klass->name, field->group, field->name);
          g_assert_cmpstr (pollux_record_text_find (text, field->group, field->name), ==,
                           expected);
        }
      /* What the spans say is not the event's own. */
      g_assert_null (pollux_record_text_find (text, "fields", "task.id"));
      g_assert_cmpuint (text->line, ==, 1);
      g_assert_true (g_str_has_prefix (texts[i].record, text->text));
    }
}

/* A record of several lines, one in a span without fields, and a foreign line. */
static void
test_lines (void)
{
  static const char file[] = TS " TRACE runtime.spawn{" TASK "}: tokio::task: enter\n"
                             TS "  INFO runtime.spawn{" TASK "}:bare: app: first\nsecond\n"
                             "thread 'main' panicked\n"
                             TS " TRACE runtime.spawn{" TASK "}: tokio::task: exit\n";
  g_autoptr (PolluxRecordText) event = read_record (&pollux_fmt_full_class, file, 1);
  g_autoptr (PolluxRecordText) panic = read_record (&pollux_fmt_full_class, file, 3);
  g_autoptr (PolluxRecordText) last = read_record (&pollux_fmt_full_class, file, 4);

  g_assert_cmpstr (pollux_record_text_find (event, "fields", "message"), ==, "first\nsecond");
  g_assert_cmpstr (pollux_record_text_find (event, "span", "name"), ==, "bare");
  g_assert_cmpstr (pollux_record_text_find (event, "runtime.spawn", "task.id"), ==, "2");
  g_assert_cmpstr (panic->text, ==, "thread 'main' panicked");
  g_assert_cmpuint (panic->fields->len, ==, 0);
  g_assert_cmpstr (pollux_record_text_find (last, "fields", "message"), ==, "exit");
  g_assert_cmpuint (last->line, ==, 5);
}

/* A long message is cut, and takes no longer for its length than it must. */
static void
test_long (void)
{
  g_autoptr (GString) file = g_string_new (TS "  INFO runtime.spawn{" TASK "}: app: begin\n");
  g_autoptr (PolluxRecordText) text = NULL;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 300000; i++)
    g_string_append (file, "more } of it\n");
  text = read_record (&pollux_fmt_full_class, file->str, 0);
  g_assert_true (text->cut);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-text-record/twins", test_twins);
  g_test_add_func ("/fmt-text-record/lines", test_lines);
  g_test_add_func ("/fmt-text-record/long", test_long);

  return g_test_run ();
}
