/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the timeline says in words: the tooltip of what is under the pointer (or
 * selected, when asked by keys), and the description for screen readers, which
 * is renewed at most ten times a second.
 */
#include "config.h"

#include <math.h>

#include "pollux-sentence.h"
#include "pollux-timeline-private.h"

#define DESCRIBE_MS 100
#define LINE_CHARS 72
/* A tooltip stays in its place while the pointer is within so many pixels. */
#define CELL 300

/* The lane at @y, so that the tooltip lies below or above it, not on it. */
static void
keep_clear_of_lane (PolluxTimeline *self,
                    double          y,
                    GdkRectangle   *area)
{
  double top, bottom;

  if (!pollux_timeline_ensure_scene (self) ||
      !pollux_scene_find_lane (self->scene, y, &top, &bottom))
    return;

  area->y = (int) floor (top);
  area->height = MAX ((int) ceil (bottom) - area->y, 1);
}

/* The part of @thing that is in sight, in its lane, for the tooltip to stay
 * while the pointer is inside. */
static GdkRectangle
get_area (PolluxTimeline    *self,
          const PolluxThing *thing,
          double             y)
{
  GdkRectangle area;
  PolluxRange range = pollux_thing_get_range (pollux_session_get_trace (self->session), thing);
  double header = pollux_timeline_get_header (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double begin = CLAMP (pollux_timeline_x_of (self, range.begin), header, width);
  double end = CLAMP (pollux_timeline_x_of (self, range.end), header, width);

  area = (GdkRectangle) { (int) begin, (int) y, MAX ((int) (end - begin), 1), 1 };
  keep_clear_of_lane (self, y, &area);
  return area;
}

/**
 * pollux_timeline_get_tip_area:
 * @thing: (nullable): what is described; NULL: only what is in that pixel
 * @area: (out): what the tooltip of that point keeps clear of
 *
 * Of a wide thing only a part around the pointer, else the tooltip would be far
 * away from it.
 */
void
pollux_timeline_get_tip_area (PolluxTimeline    *self,
                              const PolluxThing *thing,
                              int                x,
                              int                y,
                              GdkRectangle      *area)
{
  double header = pollux_timeline_get_header (self);

  *area = (GdkRectangle) { x, y, 1, 1 };
  keep_clear_of_lane (self, y, area);
  if (x < header)
    {
      area->x = 0;
      area->width = MAX ((int) header, 1);
    }
  else if (thing != NULL && thing->kind != POLLUX_THING_TASK)
    {
      GdkRectangle whole = get_area (self, thing, y);
      int cell = MAX (x - whole.x, 0) / CELL * CELL;

      area->x = MIN (whole.x + cell, x);
      area->width = MAX (MIN (whole.width - cell, CELL), x - area->x + 1);
    }
}

static void
append_line (GString    *text,
             const char *line)
{
  if (line == NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/* Where to break a line that is too long: behind the last blank that fits. */
static const char *
find_break (const char *line)
{
  const char *end = g_utf8_offset_to_pointer (line, LINE_CHARS);

  for (const char *at = end; at > line; at--)
    if (*at == ' ')
      return at;

  return end;
}

/* Sentences in one line as long as that can be read, broken here: GTK's own label
 * breaks them early and leaves the rest of its width empty. */
static void
set_text (GtkTooltip *tooltip,
          const char *text)
{
  g_autoptr (GString) broken = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GtkWidget *label;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];

      if (i > 0)
        g_string_append_c (broken, '\n');
      while (g_utf8_strlen (line, -1) > LINE_CHARS)
        {
          const char *end = find_break (line);

          g_string_append_len (broken, line, end - line);
          g_string_append_c (broken, '\n');
          line = *end == ' ' ? end + 1 : end;
        }
      g_string_append (broken, line);
    }

  label = gtk_label_new (broken->str);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_tooltip_set_custom (tooltip, label);
}

static gboolean
set_selection_tooltip (PolluxTimeline *self,
                       GtkTooltip     *tooltip)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  g_autofree char *text = NULL;
  GdkRectangle area;

  if (thing->kind == POLLUX_THING_NONE)
    return FALSE;

  text = pollux_sentence_for_thing (self->session, thing);
  area = get_area (self, thing, pollux_timeline_get_selected_y (self));
  set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

static gboolean
set_mark_tooltip (PolluxTimeline *self,
                  int             x,
                  int             y,
                  GtkTooltip     *tooltip)
{
  GdkRectangle area = { 0, 0, 1, 1 };
  g_autofree char *text = NULL;
  guint mark;

  if (!pollux_timeline_find_mark (self, x, y, &mark) ||
      pollux_marks_find (self->marks, mark) == NULL)
    return FALSE;

  text = pollux_sentence_for_mark (self->session, pollux_marks_find (self->marks, mark));
  area.x = x;
  area.y = self->ruler_height - 1;
  set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

gboolean
pollux_timeline_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    keyboard,
                               GtkTooltip *tooltip)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *description = NULL;
  g_autofree char *aggregate = NULL;
  GdkRectangle area;
  PolluxThing thing;

  if (self->session == NULL || pollux_timeline_is_dragging (self))
    return FALSE;
  if (keyboard)
    return set_selection_tooltip (self, tooltip);
  if (self->pointer_rests)
    return FALSE;
  if (y < self->ruler_height)
    return set_mark_tooltip (self, x, y, tooltip);
  if (!pollux_timeline_ensure_scene (self))
    return FALSE;

  if (x >= pollux_timeline_get_header (self))
    aggregate = pollux_scene_describe_aggregate (self->scene, x, y);
  if (aggregate == NULL)
    aggregate = pollux_scene_describe_group (self->scene, x, y);
  if (pollux_timeline_pick (self, x, y, &thing))
    description = pollux_sentence_for_thing (self->session, &thing);

  append_line (text, aggregate);
  append_line (text, description);
  if (text->len == 0)
    return FALSE;

  set_text (tooltip, text->str);
  /* One text for each pixel that stands for several things, else one for each thing. */
  pollux_timeline_get_tip_area (self, aggregate == NULL ? &thing : NULL, x, y, &area);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

static gboolean
describe_cb (gpointer user_data)
{
  PolluxTimeline *self = user_data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  g_autofree char *view = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *mark = NULL;

  self->describe_source = 0;
  if (self->session != NULL)
    {
      sentence = pollux_sentence_for_selection (self->session);
      view = pollux_sentence_for_view (self->session);
      chain = pollux_chain_describe (pollux_session_get_chain (self->session));
      if (self->named_mark != 0 && self->marks != NULL &&
          pollux_marks_find (self->marks, self->named_mark) != NULL)
        mark = pollux_sentence_for_mark (self->session,
                                         pollux_marks_find (self->marks, self->named_mark));
      append_line (text, mark);
      append_line (text, chain);
      append_line (text, sentence);
    }

  /* What is the same is not said again. */
  if (g_strcmp0 (text->str, self->sentence) != 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  view != NULL ? view : "", -1);
  g_free (self->sentence);
  self->sentence = g_strdup (text->str);

  return G_SOURCE_REMOVE;
}

/* Renews the description soon. */
void
pollux_timeline_queue_describe (PolluxTimeline *self)
{
  if (self->describe_source == 0)
    self->describe_source = g_timeout_add (DESCRIBE_MS, describe_cb, self);
}
