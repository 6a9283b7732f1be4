/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks that somebody set: a flag with the name below the ruler, and a line over
 * the lanes; a band for a range. Those that would stand on each other share one.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-scene-private.h"

/* Flags nearer to each other than this are one. */
#define SHARE_WIDTH 7.0
#define PADDING 5.0
/* How wide a character is, for clicks; where a name ends exactly, only the
 * painter knows. */
#define CHARACTER_WIDTH 7.0

static gboolean
is_in_view (const PolluxScene *scene,
            const PolluxMark  *mark)
{
  double begin = pollux_viewport_time_to_x (&scene->viewport, mark->range.begin);
  double end = pollux_viewport_time_to_x (&scene->viewport, mark->range.end);

  return begin <= scene->viewport.width && end >= 0;
}

static gboolean
joins (const PolluxSceneFlag *last,
       double                 x0,
       double                 x1)
{
  return x0 - last->x0 < SHARE_WIDTH && fabs (x1 - last->x1) < SHARE_WIDTH;
}

static void
add_flag (PolluxScene      *scene,
          const PolluxMark *mark,
          gboolean          current)
{
  double x0 = pollux_scene_time_to_x (scene, mark->range.begin);
  double x1 = pollux_scene_time_to_x (scene, mark->range.end);
  PolluxSceneFlag flag = { mark->id, 1, x0, x1, 0, 0, mark->name, current,
                           pollux_range_length (mark->range) > 0 };
  PolluxSceneFlag *last = NULL;

  if (scene->flags->len > 0)
    last = &g_array_index (scene->flags, PolluxSceneFlag, scene->flags->len - 1);

  if (last != NULL && joins (last, x0, x1))
    {
      last->n++;
      last->x1 = MAX (last->x1, x1);
      last->range |= flag.range;
      if (current)
        {
          last->mark = mark->id;
          last->text = mark->name;
          last->current = TRUE;
        }
      return;
    }

  g_array_append_val (scene->flags, flag);
}

/* Its own name, which is the text so far, or how many it stands for. */
static const char *
get_text (PolluxScene           *scene,
          const PolluxSceneFlag *flag)
{
  if (flag->n == 1)
    return pollux_scene_keep (scene, g_strdup (flag->text));
  if (flag->current)
    /* Translators: the name of a mark, and how many others are at its place. */
    return pollux_scene_keep (scene, g_strdup_printf (_("%s +%u"), flag->text, flag->n - 1));

  return pollux_scene_keep (scene, g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%u mark", "%u marks", flag->n), flag->n));
}

/* A name has the room up to the next flag. */
static void
add_room (PolluxScene *scene)
{
  double right = scene->width;

  for (guint i = scene->flags->len; i-- > 0;)
    {
      PolluxSceneFlag *flag = &g_array_index (scene->flags, PolluxSceneFlag, i);
      double length;

      flag->left = MAX (flag->x0, scene->header_width);
      flag->text = get_text (scene, flag);
      length = g_utf8_strlen (flag->text, -1) * CHARACTER_WIDTH + 2 * PADDING;
      flag->room = CLAMP (right - flag->left - 1, SHARE_WIDTH - 1, MAX (length * 2, 1));
      right = MIN (right, flag->left);
    }
}

/**
 * pollux_scene_add_flags:
 *
 * Adds the marks of the request that are in sight.
 */
void
pollux_scene_add_flags (PolluxScene              *scene,
                        const PolluxSceneRequest *request)
{
  PolluxMarks *marks = request->marks;
  guint n = marks != NULL ? pollux_marks_get_n (marks) : 0;
  guint current = marks != NULL && !request->export ? pollux_marks_get_current (marks) : 0;

  scene->flag_height = MIN (request->flag_height, scene->ruler_height);
  for (guint i = 0; i < n; i++)
    {
      const PolluxMark *mark = pollux_marks_get (marks, i);

      if (is_in_view (scene, mark))
        add_flag (scene, mark, mark->id == current);
    }

  add_room (scene);
}

static gboolean
is_at (const PolluxSceneFlag *flag,
       double                 x)
{
  double length = g_utf8_strlen (flag->text, -1) * CHARACTER_WIDTH + 2 * PADDING;

  return x >= flag->left - 2 && x < flag->left + MIN (flag->room, length);
}

/**
 * pollux_scene_hit_flag:
 * @mark: (out): the id of the mark whose flag lies there, or whose band does
 *
 * Returns: whether there is one
 */
gboolean
pollux_scene_hit_flag (const PolluxScene *scene,
                       double             x,
                       double             y,
                       guint             *mark)
{
  g_return_val_if_fail (scene != NULL, FALSE);

  if (y < scene->ruler_height - scene->flag_height || y >= scene->ruler_height ||
      x < scene->header_width - 2)
    return FALSE;

  for (guint bands = 0; bands < 2; bands++)
    for (guint i = scene->flags->len; i-- > 0;)
      {
        const PolluxSceneFlag *flag = &g_array_index (scene->flags, PolluxSceneFlag, i);

        if (bands ? flag->range && x >= flag->x0 && x < flag->x1 : is_at (flag, x))
          {
            *mark = flag->mark;
            return TRUE;
          }
      }

  return FALSE;
}
