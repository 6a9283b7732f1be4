/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A scene as text, for golden tests: a line per item, pixels to a tenth, in
 * the C locale. The columns of a run are printed as one character each: the
 * share of the column in tenths, "." for nothing, "-" for less than a tenth,
 * "#" for all of it.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pollux-scene-private.h"

static const char * const bar_names[POLLUX_N_BAR_KINDS] = {
  [POLLUX_BAR_ACTIVE] = "active",
  [POLLUX_BAR_OPEN] = "open",
  [POLLUX_BAR_SCHEDULED] = "scheduled",
  [POLLUX_BAR_SPAWN] = "spawn-delay",
  [POLLUX_BAR_UNANSWERED] = "unanswered",
};

static const char * const link_names[] = {
  [POLLUX_LINK_CAUSE] = "cause",
  [POLLUX_LINK_MADE] = "made",
  [POLLUX_LINK_SPAWN] = "spawn",
  [POLLUX_LINK_CHILD] = "child",
  [POLLUX_LINK_ALL_WAKE] = "wake",
  [POLLUX_LINK_ALL_SPAWN] = "any-spawn",
};

static void
add_number (GString *text,
            double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded = round (number * 10) / 10;

  /* No "-0.0". */
  g_ascii_formatd (buffer, sizeof buffer, "%.1f", rounded == 0 ? 0 : rounded);
  g_string_append_c (text, ' ');
  g_string_append (text, buffer);
}

static void
add_text (GString    *text,
          const char *what)
{
  if (*what != '\0')
    g_string_append_printf (text, " \"%s\"", what);
}

static void
dump_bar (GString              *text,
          const PolluxSceneBar *bar)
{
  g_string_append_printf (text, "  %s", bar_names[bar->kind]);
  add_number (text, bar->x0);
  add_number (text, bar->x1);
  if (bar->index != G_MAXUINT)
    g_string_append_printf (text, " poll %u", bar->index);
  g_string_append_printf (text, " ns %" G_GINT64_FORMAT, bar->length);
  if (bar->flags & POLLUX_BAR_CUT_LEFT)
    g_string_append (text, " cut-left");
  if (bar->flags & POLLUX_BAR_CUT_RIGHT)
    g_string_append (text, " cut-right");
  if (bar->flags & POLLUX_BAR_DIM)
    g_string_append (text, " dim");
  if (bar->flags & POLLUX_BAR_MARKED)
    g_string_append (text, " marked");
  if (bar->label != NULL)
    add_text (text, bar->label);
  g_string_append_c (text, '\n');
}

static void
add_share (GString *text,
           float    share)
{
  if (share <= 0)
    g_string_append_c (text, '.');
  else if (share >= 0.95f)
    g_string_append_c (text, '#');
  else
    g_string_append_c (text, share < 0.1f ? '-' : '0' + (int) (share * 10));
}

static void
dump_run (GString              *text,
          const PolluxScene    *scene,
          const PolluxSceneRun *run)
{
  guint64 n_polls = 0;
  gint64 longest_poll = 0, longest_wait = 0;

  for (guint i = run->first; i < run->first + run->n; i++)
    {
      const PolluxSceneColumn *column = pollux_scene_get_column (scene, i);

      n_polls += column->n_polls;
      longest_poll = MAX (longest_poll, column->longest_poll);
      longest_wait = MAX (longest_wait, column->longest_wait);
    }

  g_string_append (text, run->dim ? "  dim run" : "  run");
  add_number (text, run->x);
  add_number (text, run->x + run->n * run->step);
  g_string_append_printf (text, " polls %" G_GUINT64_FORMAT " longest %" G_GINT64_FORMAT
                          " delay %" G_GINT64_FORMAT "\n    busy ",
                          n_polls, longest_poll, longest_wait);
  for (guint i = run->first; i < run->first + run->n; i++)
    add_share (text, pollux_scene_get_column (scene, i)->busy);
  g_string_append (text, "\n    wait ");
  for (guint i = run->first; i < run->first + run->n; i++)
    add_share (text, pollux_scene_get_column (scene, i)->wait);
  g_string_append_c (text, '\n');
}

static void
dump_wake (GString               *text,
           const PolluxSceneMark *mark)
{
  g_string_append (text, "  wake");
  add_number (text, mark->x);
  if (mark->n == 0)
    g_string_append (text, " many");
  else
    g_string_append_printf (text, " %u", mark->index);
  if (mark->n > 1)
    g_string_append_printf (text, "+%u", mark->n - 1);
  g_string_append (text, mark->flags & POLLUX_MARK_LOOSE ? " loose" :
                         mark->flags & POLLUX_MARK_EFFECTIVE ? " effective" : " redundant");
  if (mark->flags & POLLUX_MARK_SELF)
    g_string_append (text, " self");
  if (mark->flags & POLLUX_MARK_DENSE)
    g_string_append (text, " dense");
  g_string_append_c (text, '\n');
}

static void
dump_event (GString               *text,
            const PolluxSceneMark *mark)
{
  g_string_append (text, "  event");
  add_number (text, mark->x);
  g_string_append_printf (text, " %u", mark->index);
  if (mark->n > 1)
    g_string_append_printf (text, "+%u", mark->n - 1);
  g_string_append_printf (text, " level %u\n", mark->level);
}

static void
dump_life (GString               *text,
           const PolluxSceneLane *lane)
{
  if (lane->flags & POLLUX_LANE_HAS_LIFE)
    {
      g_string_append (text, "  life");
      add_number (text, lane->life_begin);
      add_number (text, lane->life_end);
      g_string_append (text, lane->flags & POLLUX_LANE_SPAWN_TICK ? " spawned" : "");
      g_string_append (text, lane->flags & POLLUX_LANE_CAP_ROUND ? " dropped" :
                             lane->flags & POLLUX_LANE_CAP_OPEN ? " alive" : "");
      g_string_append_c (text, '\n');
    }

  if (lane->flags & POLLUX_LANE_HAS_DROP)
    {
      g_string_append (text, "  drop");
      add_number (text, lane->drop_begin);
      add_number (text, lane->drop_end);
      g_string_append_c (text, '\n');
    }
}

static void
dump_span (GString               *text,
           const PolluxScene     *scene,
           const PolluxSceneSpan *span)
{
  static const char * const kinds[] = { "user", "resource", "operation" };

  g_string_append_printf (text, "  %s", span->flags & POLLUX_SPAN_CROWD ? "crowd" : "span");
  add_number (text, span->x0);
  add_number (text, span->x1);
  if (span->index != POLLUX_SPAN_NONE)
    g_string_append_printf (text, " %u", span->index);
  g_string_append_printf (text, " %s", kinds[span->kind]);
  g_string_append (text, span->flags & POLLUX_SPAN_CUT_LEFT ? " cut-left" : "");
  g_string_append (text, span->flags & POLLUX_SPAN_CUT_RIGHT ? " cut-right" : "");
  g_string_append (text, span->flags & POLLUX_SPAN_OPEN ? " open" : "");
  if (span->label != NULL)
    add_text (text, span->label);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < span->stretches.n; i++)
    {
      const PolluxSceneStretch *stretch = pollux_scene_get_stretch (scene,
                                                                    span->stretches.first + i);

      g_string_append (text, "    entered");
      add_number (text, stretch->x0);
      add_number (text, stretch->x1);
      g_string_append_c (text, '\n');
    }

  if (span->shares.n == 0)
    return;

  g_string_append (text, "    lived   ");
  for (guint i = 0; i < span->shares.n; i++)
    add_share (text, pollux_scene_get_share (scene, span->shares.first + i)->life);
  g_string_append (text, "\n    entered ");
  for (guint i = 0; i < span->shares.n; i++)
    add_share (text, pollux_scene_get_share (scene, span->shares.first + i)->entered);
  g_string_append_c (text, '\n');
}

static void
dump_wait (GString               *text,
           const PolluxSceneWait *wait)
{
  g_string_append (text, "  waits-for");
  add_number (text, wait->x0);
  add_number (text, wait->x1);
  add_text (text, wait->label);
  g_string_append_c (text, '\n');
}

static void
dump_lane (GString               *text,
           const PolluxScene     *scene,
           const PolluxSceneLane *lane)
{
  static const char * const kinds[] = { "task", "trace", "group", "spans", "pack",
                                        "thread" };

  g_string_append_printf (text, "lane %u", lane->index);
  add_number (text, lane->y);
  add_number (text, lane->height);
  g_string_append_printf (text, " %s", kinds[lane->row.kind]);
  add_text (text, lane->title);
  add_text (text, lane->location);
  add_text (text, lane->id);
  if (lane->flags & POLLUX_LANE_SELECTED)
    g_string_append (text, " selected");
  if (lane->flags & POLLUX_LANE_HOVERED)
    g_string_append (text, " hovered");
  if (lane->flags & POLLUX_LANE_HAS_SPANS)
    g_string_append (text, lane->flags & POLLUX_LANE_UNFOLDED ? " unfolded" : " folded");
  if (lane->flags & POLLUX_LANE_PARENT && lane->key != POLLUX_GROUP_WORKERS)
    g_string_append (text, lane->flags & POLLUX_LANE_COLLAPSED ? " collapsed" : " expanded");
  if (lane->indent > 0)
    {
      g_string_append (text, " indent");
      add_number (text, lane->indent);
    }
  if (lane->flags & POLLUX_LANE_PINNED)
    g_string_append (text, " pinned");
  if (lane->flags & POLLUX_LANE_MEMBER)
    g_string_append (text, " member");
  if (lane->flags & POLLUX_LANE_PENDING)
    g_string_append (text, " pending");
  if (lane->bundle != NULL)
    g_string_append_printf (text, " peak %g", lane->peak);
  g_string_append_c (text, '\n');

  dump_life (text, lane);
  for (guint i = 0; i < lane->lives.n; i++)
    {
      const PolluxSceneStretch *life = pollux_scene_get_stretch (scene, lane->lives.first + i);

      g_string_append (text, "  lives");
      add_number (text, life->x0);
      add_number (text, life->x1);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < lane->bars.n; i++)
    dump_bar (text, pollux_scene_get_bar (scene, lane->bars.first + i));
  for (guint i = 0; i < lane->runs.n; i++)
    dump_run (text, scene, pollux_scene_get_run (scene, lane->runs.first + i));
  for (guint i = 0; i < lane->wakes.n; i++)
    dump_wake (text, pollux_scene_get_mark (scene, lane->wakes.first + i));
  for (guint i = 0; i < lane->events.n; i++)
    dump_event (text, pollux_scene_get_mark (scene, lane->events.first + i));
  for (guint i = 0; i < lane->waits.n; i++)
    dump_wait (text, &g_array_index (scene->waits, PolluxSceneWait, lane->waits.first + i));
  for (guint i = 0; i < lane->spans.n; i++)
    dump_span (text, scene, pollux_scene_get_span (scene, lane->spans.first + i));
}

static void
dump_across (GString           *text,
             const PolluxScene *scene)
{
  for (guint i = 0; i < scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      g_string_append_printf (text, "link %s", link_names[link->kind]);
      add_number (text, link->x);
      add_number (text, link->y0);
      add_number (text, link->y1);
      if (link->depth > 0)
        g_string_append_printf (text, " back %u", link->depth);
      if (!isnan (link->along))
        {
          g_string_append (text, " along");
          add_number (text, link->along);
        }
      g_string_append (text, link->from_hidden ? " from-hidden" : "");
      g_string_append (text, link->to_hidden ? " to-hidden" : "");
      g_string_append (text, link->hovered ? " hovered\n" : "\n");
    }

  for (guint i = 0; i < scene->stubs->len; i++)
    {
      const PolluxSceneStub *stub = &g_array_index (scene->stubs, PolluxSceneStub, i);

      g_string_append (text, "stub");
      add_number (text, stub->x);
      add_number (text, stub->y);
      add_number (text, stub->width);
      add_text (text, stub->text);
      g_string_append_c (text, '\n');
    }

  if (scene->note != NULL)
    {
      g_string_append (text, "note");
      add_text (text, scene->note);
      g_string_append_c (text, '\n');
    }

  for (guint i = 0; i < scene->outlines->len; i++)
    {
      const PolluxSceneOutline *outline = &g_array_index (scene->outlines, PolluxSceneOutline, i);

      g_string_append (text, "outline");
      add_number (text, outline->x);
      add_number (text, outline->y);
      add_number (text, outline->width);
      add_number (text, outline->height);
      g_string_append (text, outline->hovered ? " hovered\n" : "\n");
    }
}

static void
dump_flags (GString           *text,
            const PolluxScene *scene)
{
  for (guint i = 0; i < scene->flags->len; i++)
    {
      const PolluxSceneFlag *flag = &g_array_index (scene->flags, PolluxSceneFlag, i);

      g_string_append (text, flag->range ? "flag range" : "flag");
      add_number (text, flag->x0);
      if (flag->range)
        add_number (text, flag->x1);
      g_string_append (text, " room");
      add_number (text, flag->room);
      add_text (text, flag->text);
      g_string_append (text, flag->current ? " current\n" : "\n");
    }
}

/**
 * pollux_scene_dump:
 *
 * Returns: (transfer full): the scene as text
 */
char *
pollux_scene_dump (const PolluxScene *scene)
{
  GString *text;

  g_return_val_if_fail (scene != NULL, NULL);

  text = g_string_new ("scene");
  add_number (text, scene->width);
  add_number (text, scene->height);
  add_number (text, scene->header_width);
  add_number (text, scene->ruler_height);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < scene->ticks->len; i++)
    {
      const PolluxSceneTick *tick = &g_array_index (scene->ticks, PolluxSceneTick, i);

      g_string_append (text, "tick");
      add_number (text, tick->x);
      if (tick->label != NULL)
        add_text (text, tick->label);
      g_string_append_c (text, '\n');
    }

  for (guint i = 0; i < scene->lanes->len; i++)
    dump_lane (text, scene, pollux_scene_get_lane (scene, i));
  dump_across (text, scene);

  dump_flags (text, scene);
  if (scene->zone_label != NULL)
    {
      g_string_append (text, "zone");
      add_text (text, scene->zone_label);
      g_string_append_c (text, '\n');
    }

  if (scene->has_range)
    {
      g_string_append (text, "range");
      add_number (text, scene->range_begin);
      add_number (text, scene->range_end);
      add_text (text, scene->range_label != NULL ? scene->range_label : "");
      g_string_append_c (text, '\n');
    }

  if (scene->has_cursor)
    {
      g_string_append (text, "cursor");
      add_number (text, scene->cursor);
      add_text (text, scene->cursor_label);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
