/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-cli-text.h"
#include "pollux-cli-trust.h"

/* Texts are not wider than can be read, whatever the terminal has. */
#define WIDTH_MAX 100
#define INDENT 4

static guint
choose_width (guint width)
{
  return width > 0 ? CLAMP (width, 3 * INDENT, WIDTH_MAX) : 0;
}

static void
print_paragraph (const char      *text,
                 guint            width,
                 PolluxCliOutput *output)
{
  /* Damage is told in words that come from elsewhere. */
  g_autofree char *escaped = pollux_cli_escape (text);
  g_autofree char *wrapped = pollux_cli_wrap (escaped, choose_width (width), INDENT);

  pollux_cli_output_print (output, wrapped);
}

static void
print_finding (const PolluxTrustFinding *finding,
               guint                     width,
               PolluxCliOutput          *output)
{
  g_autofree char *title = NULL;

  /* Translators: how bad a finding is, and its title. */
  title = g_strdup_printf (_("%s: %s"), pollux_trust_severity_get_title (finding->severity),
                           finding->title);
  pollux_cli_output_printf (output, "\n  %s\n", title);
  print_paragraph (finding->text, width, output);
  if (finding->advice != POLLUX_TRUST_ADVICE_NONE)
    {
      g_autofree char *advice = g_strdup_printf (
        "→ %s.", pollux_trust_advice_get_title (finding->advice));

      print_paragraph (advice, width, output);
    }
}

static void
print_findings (GPtrArray       *findings,
                guint            width,
                PolluxCliOutput *output)
{
  g_autofree char *verdict = pollux_trust_describe (findings);

  /* Translators: how far a recording can be trusted: "1 problem, 2 limits". */
  pollux_cli_output_printf (output, _("\nTrust: %s\n"), verdict);
  for (guint i = 0; i < findings->len; i++)
    print_finding (g_ptr_array_index (findings, i), width, output);
}

/* The reason stands in a column of its own, on as many lines as it takes. */
static void
print_row (const char      *title,
           const char      *value,
           guint            title_width,
           guint            value_width,
           const char      *reason,
           guint            width,
           PolluxCliOutput *output)
{
  guint indent = 2 + title_width + 2 + value_width + 2;
  g_autofree char *wrapped = pollux_cli_wrap (reason, choose_width (width), indent);

  pollux_cli_output_printf (output, "  %s%*s  %*s%s  %s", title,
                            (int) (title_width - pollux_cli_get_columns (title)), "",
                            (int) (value_width - pollux_cli_get_columns (value)), "", value,
                            wrapped + indent);
}

static void
print_records (const PolluxTrust *trust,
               guint              width,
               PolluxCliOutput   *output)
{
  g_autofree char *wakes = pollux_trust_describe_wakes (trust);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  guint title_width = 0;
  guint value_width = 0;

  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    {
      char *value = pollux_trust_row_to_text (pollux_trust_get_row (trust, i));

      g_ptr_array_add (values, value);
      title_width = MAX (title_width, pollux_cli_get_columns (pollux_record_kind_get_title (i)));
      value_width = MAX (value_width, pollux_cli_get_columns (value));
    }

  pollux_cli_output_print (output, _("\nRecords in the file\n\n"));
  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    print_row (pollux_record_kind_get_title (i), g_ptr_array_index (values, i), title_width,
               value_width, pollux_record_kind_get_reason (i), width, output);

  if (wakes != NULL)
    {
      g_autofree char *text = NULL;
      g_autofree char *wrapped = NULL;

      /* Translators: "12 by the poll that cloned the waker, 3 by elimination". */
      text = g_strdup_printf (_("The tasks of the wakes: %s."), wakes);
      wrapped = pollux_cli_wrap (text, choose_width (width), 2);
      pollux_cli_output_printf (output, "\n%s", wrapped);
    }
}

static void
print_code (const char      *code,
            PolluxCliOutput *output)
{
  g_auto (GStrv) lines = g_strsplit (code, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    pollux_cli_output_printf (output, "%*s%s\n", *lines[i] != '\0' ? INDENT : 0, "", lines[i]);
}

/* The code for what is worth it, each once. */
static void
print_advices (GPtrArray       *findings,
               PolluxCliOutput *output)
{
  gboolean printed[POLLUX_N_TRUST_ADVICES] = { TRUE };
  gboolean any = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);
      PolluxTrustAdvice advice = finding->advice;

      if (finding->severity < POLLUX_TRUST_LIMIT || printed[advice])
        continue;
      printed[advice] = TRUE;
      if (!any)
        pollux_cli_output_print (output,
                                 _("\nWhat to record differently next time; whole programs are in "
                                   "README.md under “Recording a trace”\n"));
      any = TRUE;
      pollux_cli_output_printf (output, "\n  %s\n\n", pollux_trust_advice_get_title (advice));
      print_code (pollux_trust_advice_get_code (advice), output);
    }
}

/**
 * pollux_cli_trust_print:
 * @trust: the facts of a trace
 * @width: columns of the terminal, 0 for no limit
 * @output: where to
 *
 * Says what a recording can and cannot tell.
 */
void
pollux_cli_trust_print (const PolluxTrust *trust,
                        guint              width,
                        PolluxCliOutput   *output)
{
  g_autoptr (GPtrArray) findings = pollux_trust_find_all (trust);

  print_findings (findings, width, output);
  print_records (trust, width, output);
  print_advices (findings, output);
}

static void
add_row (PolluxCliJson      *json,
         const PolluxTrust  *trust,
         PolluxRecordKind    kind)
{
  PolluxTrustRow row = pollux_trust_get_row (trust, kind);

  pollux_cli_json_begin_object (json, pollux_record_kind_to_key (kind));
  pollux_cli_json_add_string (json, "presence", pollux_presence_to_key (row.presence));
  if (row.presence != POLLUX_PRESENCE_UNKNOWN &&
      (row.presence != POLLUX_PRESENCE_ALL || row.of > 0))
    pollux_cli_json_add_count (json, "count", row.n);
  else
    pollux_cli_json_add_null (json, "count");
  if (row.of > 0)
    pollux_cli_json_add_count (json, "of", row.of);
  else
    pollux_cli_json_add_null (json, "of");
  pollux_cli_json_end_object (json);
}

static void
add_origins (PolluxCliJson     *json,
             const PolluxTrust *trust)
{
  static const char *const keys[] = {
    [POLLUX_WAKER_DIRECT] = "direct",
    [POLLUX_WAKER_CLONED] = "cloned",
    [POLLUX_WAKER_ELIMINATED] = "eliminated",
    [POLLUX_WAKER_ONLY_TASK] = "only_task",
  };

  pollux_cli_json_begin_object (json, "wakes_by_origin");
  for (guint i = POLLUX_WAKER_DIRECT; i < G_N_ELEMENTS (keys); i++)
    pollux_cli_json_add_count (json, keys[i], trust->n_wakes_by_origin[i]);
  pollux_cli_json_end_object (json);
}

/**
 * pollux_cli_trust_add_json:
 * @trust: the facts of a trace
 * @json: a writer, inside of an object
 *
 * Adds what a recording can and cannot tell.
 */
void
pollux_cli_trust_add_json (const PolluxTrust *trust,
                           PolluxCliJson     *json)
{
  g_autoptr (GPtrArray) findings = pollux_trust_find_all (trust);

  add_origins (json, trust);
  pollux_cli_json_begin_object (json, "record_kinds");
  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    add_row (json, trust, i);
  pollux_cli_json_end_object (json);

  pollux_cli_json_begin_array (json, "findings");
  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      pollux_cli_json_begin_object (json, NULL);
      pollux_cli_json_add_string (json, "id", finding->id);
      pollux_cli_json_add_string (json, "severity",
                                  pollux_trust_severity_to_key (finding->severity));
      pollux_cli_json_add_string (json, "title", finding->title);
      pollux_cli_json_add_string (json, "text", finding->text);
      pollux_cli_json_add_string (json, "advice", pollux_trust_advice_to_key (finding->advice));
      pollux_cli_json_end_object (json);
    }
  pollux_cli_json_end_array (json);
}
