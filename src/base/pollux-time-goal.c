/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The small language in which one says where to go in time. A blank separates
 * a begin and a duration wherever both sides are one, so "1m 30s" begins at one
 * minute and lasts half of one, while "1m30s" is a single time; digits may be
 * grouped by the narrow blanks that labels have, so what is shown can be
 * pasted.
 *
 * A time of day is that of the day on which it is nearest to what is shown. One
 * that the clocks skip does not exist; of one that comes twice the nearer is
 * taken.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "pollux-time-goal.h"
#include "pollux-time-text.h"

#define SECOND POLLUX_CLOCK_SECOND
#define MINUTE POLLUX_CLOCK_MINUTE
#define DAY POLLUX_CLOCK_DAY

/* Longer texts are no times. */
#define MAX_LENGTH 200

G_DEFINE_QUARK (pollux-time-goal-error-quark, pollux_time_goal_error)

static gboolean
fail (GError              **error,
      PolluxTimeGoalError   code,
      const char           *message)
{
  g_set_error_literal (error, POLLUX_TIME_GOAL_ERROR, (int) code, message);

  return FALSE;
}

static gboolean
fail_syntax (GError     **error,
             const char  *text)
{
  g_set_error (error, POLLUX_TIME_GOAL_ERROR, POLLUX_TIME_GOAL_ERROR_SYNTAX,
               _("“%s” is no time: 1.25s, +3ms, 12:34:56.789, 1.2s 5ms"), text);

  return FALSE;
}

static gboolean
fail_far (GError **error)
{
  return fail (error, POLLUX_TIME_GOAL_ERROR_OUTSIDE, _("such a time is too far away"));
}

static gboolean
add (gint64   a,
     gint64   b,
     gint64  *sum,
     GError **error)
{
  return !__builtin_add_overflow (a, b, sum) || fail_far (error);
}

static gboolean
is_number (const char *text)
{
  gboolean any = FALSE;

  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isdigit (*text) && *text != '.')
        return FALSE;
      any |= g_ascii_isdigit (*text);
    }

  return any;
}

/* "#1234", "1234". */
static gboolean
parse_record (const char *text,
              PolluxTime *time)
{
  guint64 record;

  if (*text == '#')
    text++;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &record, NULL))
    return FALSE;
  *time = (PolluxTime) record;

  return TRUE;
}

/* A name of a zone, "Z", or "+01:00", behind a time of day. */
typedef enum
{
  ZONE_CLOCK,   /* none is given */
  ZONE_UTC,
  ZONE_FIXED,
  ZONE_UNKNOWN,
} ZoneKind;

/* "19:07", "19:07:01.25": ns since midnight; what follows is left in @rest. */
static gboolean
parse_day_time (const char  *text,
                gint64      *time,
                const char **rest)
{
  int hour, minute, used = 0;
  char *end;

  if (sscanf (text, "%2d:%2d%n", &hour, &minute, &used) != 2 || used < 4 ||
      !g_ascii_isdigit (*text) || !g_ascii_isdigit (strchr (text, ':')[1]) || hour > 23 ||
      minute < 0 || minute > 59)
    return FALSE;

  *time = (hour * 60 + minute) * MINUTE;
  *rest = text + used;
  if (**rest != ':')
    return TRUE;

  if (!g_ascii_isdigit ((*rest)[1]))
    return FALSE;
  *time += g_ascii_strtoll (*rest + 1, &end, 10) * SECOND;
  if (end - *rest > 3 || *time >= (hour * 60 + minute + 1) * MINUTE)
    return FALSE;
  *rest = end;
  if (**rest != '.' && **rest != ',')
    return TRUE;

  for (gint64 power = SECOND / 10; g_ascii_isdigit (*++*rest); power /= 10)
    *time += (**rest - '0') * power;

  return TRUE;
}

/* The zones that a text may name: UTC, offsets, and that of the clock. */
static ZoneKind
parse_zone (const char            *text,
            const PolluxTimeFrame *frame,
            gint64                *offset)
{
  g_autofree char *own = pollux_clock_get_zone (&frame->clock, frame->here);
  int hours, minutes, used = 0;

  while (*text == ' ')
    text++;
  if (*text == '\0' || g_strcmp0 (text, own) == 0)
    return ZONE_CLOCK;
  if (g_ascii_strcasecmp (text, "Z") == 0 || g_ascii_strcasecmp (text, "UTC") == 0)
    return ZONE_UTC;
  if ((*text != '+' && *text != '-') ||
      sscanf (text + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 || text[used + 1] != '\0')
    return ZONE_UNKNOWN;

  *offset = (hours * 60 + minutes) * MINUTE * (*text == '-' ? -1 : 1);

  return ZONE_FIXED;
}

/* Local time @local (ns, as if it were UTC) as ns since the Unix epoch, the
 * nearer to @near of two. FALSE if the clocks skip it. */
static gboolean
resolve_local (gint64  local,
               gint64  near,
               gint64 *epoch)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gboolean found = FALSE;

  for (gint64 offset = -26 * 60 * MINUTE; offset <= 26 * 60 * MINUTE; offset += 13 * 60 * MINUTE)
    {
      gint64 seconds = (local - offset) / SECOND;
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
      gint64 shift = g_time_zone_get_offset (zone, interval) * SECOND;
      int there = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL,
                                             (local - shift) / SECOND);

      if (g_time_zone_get_offset (zone, there) * SECOND != shift)
        continue;
      if (!found || ABS (local - shift - near) < ABS (*epoch - near))
        *epoch = local - shift;
      found = TRUE;
    }

  return found;
}

/* @local, ns as if it were UTC, in the zone that was given. */
static gboolean
resolve_zone (const PolluxTimeFrame  *frame,
              gint64                  local,
              ZoneKind                kind,
              gint64                  offset,
              PolluxTime             *time,
              GError                **error)
{
  gint64 near = frame->epoch + frame->here;
  gint64 epoch = local;

  if (kind == ZONE_UNKNOWN)
    return fail (error, POLLUX_TIME_GOAL_ERROR_SYNTAX,
                 _("that zone is not known: write UTC, +01:00, or none"));
  if (kind == ZONE_FIXED)
    epoch = local - offset;
  else if (kind == ZONE_CLOCK && frame->clock.kind != POLLUX_CLOCK_UTC &&
           !resolve_local (local, near, &epoch))
    return fail (error, POLLUX_TIME_GOAL_ERROR_UNKNOWN,
                 _("the clocks were put forward over that time"));

  return add (epoch, -frame->epoch, time, error);
}

static gint64
floor_to_day (gint64 time)
{
  return time - ((time % DAY) + DAY) % DAY;
}

/* Of the days around the one that is shown that on which it is nearest. */
static gboolean
resolve_day_time (const PolluxTimeFrame  *frame,
                  gint64                  day_time,
                  const char             *rest,
                  PolluxTime             *time,
                  GError                **error)
{
  gint64 offset = 0;
  ZoneKind kind = parse_zone (rest, frame, &offset);
  gint64 today = floor_to_day (frame->epoch + frame->here);
  gboolean found = FALSE;

  for (int day = -1; day <= 1; day++)
    {
      PolluxTime there;

      if (!resolve_zone (frame, today + day * DAY + day_time, kind, offset, &there,
                         found || day < 1 ? NULL : error))
        continue;
      if (!found || ABS (there - frame->here) < ABS (*time - frame->here))
        *time = there;
      found = TRUE;
    }

  return found;
}

/* "2026-11-22" in front of a time of day, as ns of a UTC day. */
static gboolean
parse_date (const char  *text,
            gint64      *day,
            const char **rest)
{
  g_autofree char *midnight = NULL;

  if (strlen (text) < 12 || (text[10] != ' ' && text[10] != 'T' && text[10] != 't'))
    return FALSE;

  midnight = g_strdup_printf ("%.10sT00:00:00Z", text);
  if (!pollux_epoch_from_rfc3339 (midnight, strlen (midnight), day))
    return FALSE;
  *rest = text + 11;

  return TRUE;
}

/* Without the narrow blanks that group the digits of labels. */
static char *
remove_groups (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\u202f", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  g_auto (GStrv) words = g_strsplit (joined, "\u00a0", -1);

  return g_strjoinv (" ", words);
}

static gboolean
parse_civil (const char             *text,
             const PolluxTimeFrame  *frame,
             PolluxTime             *time,
             GError                **error)
{
  g_autofree char *plain = remove_groups (text);
  const char *rest = plain;
  gint64 day, day_time;
  gboolean dated = parse_date (plain, &day, &rest);
  gint64 offset = 0;
  ZoneKind kind;

  if (!parse_day_time (rest, &day_time, &rest))
    return fail_syntax (error, text);
  if (frame->epoch == POLLUX_TIME_NONE)
    return fail (error, POLLUX_TIME_GOAL_ERROR_UNKNOWN,
                 _("this trace does not know the time of day"));
  if (!dated)
    return resolve_day_time (frame, day_time, rest, time, error);

  kind = parse_zone (rest, frame, &offset);

  return resolve_zone (frame, day + day_time, kind, offset, time, error);
}

static gboolean
parse_ordinal (const char  *text,
               const PolluxTimeFrame *frame,
               PolluxTime  *time,
               GError     **error)
{
  PolluxTime count;

  if ((*text == '+' || *text == '-') && parse_record (text + 1, &count))
    return add (frame->here, *text == '-' ? -count : count, time, error);
  if (parse_record (text, time))
    return TRUE;

  return fail (error, POLLUX_TIME_GOAL_ERROR_UNKNOWN,
               _("this trace has no times, only numbers of records: #1234"));
}

/**
 * pollux_time_point_parse:
 * @text: what somebody typed
 * @frame: what it is understood by
 * @time: (out): a time of the trace, maybe outside of it
 * @error: location for a %POLLUX_TIME_GOAL_ERROR
 *
 * Returns: whether @text is a time
 */
gboolean
pollux_time_point_parse (const char             *text,
                         const PolluxTimeFrame  *frame,
                         PolluxTime             *time,
                         GError                **error)
{
  gint64 duration;

  if (*text == '\0')
    return fail (error, POLLUX_TIME_GOAL_ERROR_EMPTY, "");
  if (frame->clock.kind == POLLUX_CLOCK_ORDINAL)
    return parse_ordinal (text, frame, time, error);
  if (pollux_duration_from_text (text, &duration))
    return add (*text == '+' || *text == '-' ? frame->here : frame->zero, duration, time, error);
  if (*text == '#')
    return fail (error, POLLUX_TIME_GOAL_ERROR_UNKNOWN,
                 _("this trace is told by times, not by numbers of records"));
  if (is_number (text))
    return fail (error, POLLUX_TIME_GOAL_ERROR_UNIT, _("the unit is missing: 12.5ms, 1s, 250us"));

  return parse_civil (text, frame, time, error);
}

/* A duration; in a trace without times how many records. */
static gboolean
parse_length (const char            *text,
              const PolluxTimeFrame *frame,
              gint64                *length)
{
  if (*text == '+')
    text++;
  while (*text == ' ')
    text++;
  if (frame->clock.kind == POLLUX_CLOCK_ORDINAL)
    return g_ascii_isdigit (*text) && parse_record (text, length) && *length > 0;

  return pollux_duration_from_text (text, length) && *length > 0;
}

static gboolean
set_range (PolluxTimeGoal         *goal,
           const PolluxTimeFrame  *frame,
           PolluxTime              begin,
           PolluxTime              end,
           GError                **error)
{
  if (end <= begin)
    return fail (error, POLLUX_TIME_GOAL_ERROR_ORDER, _("the end must come after the begin"));
  if (end < frame->extent.begin || begin > frame->extent.end)
    return fail (error, POLLUX_TIME_GOAL_ERROR_OUTSIDE, _("nothing was recorded then"));
  *goal = (PolluxTimeGoal) { POLLUX_GOAL_RANGE, { begin, end } };

  return TRUE;
}

/* "1.2s..1.3s"; the end may have a sign and counts from the begin then. */
static gboolean
parse_ends (char                   *text,
            char                   *dots,
            const PolluxTimeFrame  *frame,
            PolluxTimeGoal         *goal,
            GError                **error)
{
  PolluxTimeFrame from = *frame;
  PolluxTime begin, end;

  *dots = '\0';
  if (!pollux_time_point_parse (g_strstrip (text), frame, &begin, error))
    return FALSE;
  from.here = begin;
  if (!pollux_time_point_parse (g_strstrip (dots + 2), &from, &end, error))
    return FALSE;

  return set_range (goal, frame, begin, end, error);
}

/* A begin and a duration, wherever a blank separates one from the other. */
static gboolean
parse_begin_and_length (const char             *text,
                        const PolluxTimeFrame  *frame,
                        PolluxTimeGoal         *goal,
                        gboolean               *is_one,
                        GError                **error)
{
  *is_one = FALSE;
  for (const char *blank = strchr (text, ' '); blank != NULL; blank = strchr (blank + 1, ' '))
    {
      g_autofree char *first = g_strndup (text, blank - text);
      PolluxTime begin, end;
      gint64 length;

      if (!parse_length (blank + 1, frame, &length) ||
          !pollux_time_point_parse (g_strstrip (first), frame, &begin, NULL))
        continue;
      *is_one = TRUE;

      return add (begin, length, &end, error) && set_range (goal, frame, begin, end, error);
    }

  return FALSE;
}

static gboolean
parse_moment (const char             *text,
              const PolluxTimeFrame  *frame,
              PolluxTimeGoal         *goal,
              GError                **error)
{
  PolluxTime time;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;

  if (!pollux_time_point_parse (text, frame, &time, error))
    return FALSE;

  *goal = (PolluxTimeGoal) { POLLUX_GOAL_MOMENT, { time, time } };
  if (time >= frame->extent.begin && time <= frame->extent.end)
    return TRUE;

  begin = pollux_clock_to_label (&frame->clock, frame->extent.begin);
  end = pollux_clock_to_label (&frame->clock, frame->extent.end);
  /* Translators: two times, the first and the last of the trace. */
  g_set_error (error, POLLUX_TIME_GOAL_ERROR, POLLUX_TIME_GOAL_ERROR_OUTSIDE,
               _("not in the trace, which goes from %s to %s"), begin, end);

  return FALSE;
}

/**
 * pollux_time_goal_parse:
 * @text: what somebody typed
 * @frame: what it is understood by
 * @goal: (out): where to go
 * @error: location for a %POLLUX_TIME_GOAL_ERROR, whose message is for people
 *
 * Returns: whether @text says where to go
 */
gboolean
pollux_time_goal_parse (const char             *text,
                        const PolluxTimeFrame  *frame,
                        PolluxTimeGoal         *goal,
                        GError                **error)
{
  g_autofree char *copy = g_strstrip (g_strndup (text, MAX_LENGTH));
  char *dots = strstr (copy, "..");
  gboolean is_one;
  gint64 length;

  if (*copy == '\0')
    return fail (error, POLLUX_TIME_GOAL_ERROR_EMPTY, "");

  if ((*copy == 'w' || *copy == 'W') && parse_length (copy + 1, frame, &length))
    {
      *goal = (PolluxTimeGoal) { POLLUX_GOAL_WIDTH, { 0, length } };
      return TRUE;
    }
  if (dots != NULL)
    return parse_ends (copy, dots, frame, goal, error);
  if (parse_begin_and_length (copy, frame, goal, &is_one, error))
    return TRUE;

  return !is_one && parse_moment (copy, frame, goal, error);
}
