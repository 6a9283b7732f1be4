/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-marks.h"

/* Sums of times stay far from the ends of 64 bits. */
#define TIME_MAX (G_MAXINT64 / 4)

struct _PolluxMarks
{
  GObject parent_instance;

  GArray *marks;            /* (element-type PolluxMark): by begin, end, and id */
  guint last_id;
  guint current;
};

enum
{
  CHANGED,
  CURRENT_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxMarks, pollux_marks, G_TYPE_OBJECT)

static void
mark_clear (gpointer data)
{
  g_free (((PolluxMark *) data)->name);
}

static void
pollux_marks_finalize (GObject *object)
{
  g_array_unref (POLLUX_MARKS (object)->marks);
  G_OBJECT_CLASS (pollux_marks_parent_class)->finalize (object);
}

static void
pollux_marks_class_init (PolluxMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pollux_marks_finalize;

  signals[CHANGED] = g_signal_new ("changed", POLLUX_TYPE_MARKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[CURRENT_CHANGED] = g_signal_new ("current-changed", POLLUX_TYPE_MARKS, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_marks_init (PolluxMarks *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (PolluxMark));
  g_array_set_clear_func (self->marks, mark_clear);
}

/**
 * pollux_marks_new:
 *
 * Returns: (transfer full): none
 */
PolluxMarks *
pollux_marks_new (void)
{
  return g_object_new (POLLUX_TYPE_MARKS, NULL);
}

/**
 * pollux_marks_get_n:
 *
 * Returns: how many there are
 */
guint
pollux_marks_get_n (PolluxMarks *self)
{
  g_return_val_if_fail (POLLUX_IS_MARKS (self), 0);

  return self->marks->len;
}

/**
 * pollux_marks_get:
 * @index: which, by time
 *
 * Returns: (transfer none): it
 */
const PolluxMark *
pollux_marks_get (PolluxMarks *self,
                  guint        index)
{
  g_return_val_if_fail (POLLUX_IS_MARKS (self), NULL);
  g_return_val_if_fail (index < self->marks->len, NULL);

  return &g_array_index (self->marks, PolluxMark, index);
}

static guint
find_index (PolluxMarks *self,
            guint        id)
{
  guint i = 0;

  while (i < self->marks->len && g_array_index (self->marks, PolluxMark, i).id != id)
    i++;

  return i;
}

/**
 * pollux_marks_find:
 *
 * Returns: (transfer none) (nullable): the mark @id
 */
const PolluxMark *
pollux_marks_find (PolluxMarks *self,
                   guint        id)
{
  guint index;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), NULL);

  index = find_index (self, id);
  return index < self->marks->len ? pollux_marks_get (self, index) : NULL;
}

/* One printable line, cut where it is too long; NULL if nothing is left. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = name != NULL ? g_utf8_make_valid (name, -1) : g_strdup ("");
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (const char *p = g_strstrip (valid); *p != '\0' && n < POLLUX_MARK_NAME_MAX;
       p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, g_unichar_isprint (c) ? c : ' ');
    }

  g_strstrip (text->str);
  return g_string_free (text, *text->str == '\0');
}

static int
compare (const PolluxMark *a,
         const PolluxMark *b)
{
  if (a->range.begin != b->range.begin)
    return a->range.begin < b->range.begin ? -1 : 1;
  if (a->range.end != b->range.end)
    return a->range.end < b->range.end ? -1 : 1;
  return a->id < b->id ? -1 : 1;
}

/* Takes over the name; there is room. */
static guint
insert (PolluxMarks *self,
        PolluxRange  range,
        char        *name)
{
  PolluxMark mark = { ++self->last_id, range, name };
  guint low = 0, high = self->marks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (&g_array_index (self->marks, PolluxMark, middle), &mark) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_array_insert_val (self->marks, low, mark);

  return mark.id;
}

static gboolean
can_add (PolluxMarks *self,
         PolluxRange  range)
{
  return self->marks->len < POLLUX_MARKS_MAX && range.end >= range.begin &&
         range.begin >= -TIME_MAX && range.end <= TIME_MAX;
}

/**
 * pollux_marks_add:
 * @range: what is marked, in ns; a moment if it is empty
 * @name: its name; made printable and cut if it is too long
 *
 * Returns: its id; 0 if there are too many, the range is none, or the name is empty
 */
guint
pollux_marks_add (PolluxMarks *self,
                  PolluxRange  range,
                  const char  *name)
{
  char *clean;
  guint id;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), 0);

  clean = can_add (self, range) ? clean_name (name) : NULL;
  if (clean == NULL)
    return 0;

  id = insert (self, range, clean);
  g_signal_emit (self, signals[CHANGED], 0);
  return id;
}

/**
 * pollux_marks_rename:
 *
 * Returns: whether there is such a mark and @name is one
 */
gboolean
pollux_marks_rename (PolluxMarks *self,
                     guint        id,
                     const char  *name)
{
  char *clean;
  guint index;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), FALSE);

  index = find_index (self, id);
  clean = index < self->marks->len ? clean_name (name) : NULL;
  if (clean == NULL)
    return FALSE;

  g_free (g_array_index (self->marks, PolluxMark, index).name);
  g_array_index (self->marks, PolluxMark, index).name = clean;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * pollux_marks_remove:
 *
 * Returns: whether there was such a mark
 */
gboolean
pollux_marks_remove (PolluxMarks *self,
                     guint        id)
{
  guint index;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), FALSE);

  index = find_index (self, id);
  if (index >= self->marks->len)
    return FALSE;

  g_array_remove_index (self->marks, index);
  if (self->current == id)
    pollux_marks_set_current (self, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static gboolean
has_equal (PolluxMarks      *self,
           const PolluxMark *mark)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PolluxMark *other = &g_array_index (self->marks, PolluxMark, i);

      if (other->range.begin > mark->range.begin)
        break;
      if (other->range.begin == mark->range.begin && other->range.end == mark->range.end &&
          g_str_equal (other->name, mark->name))
        return TRUE;
    }

  return FALSE;
}

/**
 * pollux_marks_merge:
 * @other: marks, of the same trace
 *
 * Returns: how many were added; those that were there already are not, nor
 *   those for which there is no room
 */
guint
pollux_marks_merge (PolluxMarks *self,
                    PolluxMarks *other)
{
  guint n = 0;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), 0);
  g_return_val_if_fail (POLLUX_IS_MARKS (other), 0);

  for (guint i = 0; i < other->marks->len && self != other; i++)
    {
      const PolluxMark *mark = &g_array_index (other->marks, PolluxMark, i);

      if (!can_add (self, mark->range) || has_equal (self, mark))
        continue;
      insert (self, mark->range, g_strdup (mark->name));
      n++;
    }

  if (n > 0)
    g_signal_emit (self, signals[CHANGED], 0);
  return n;
}

/**
 * pollux_marks_propose_name:
 *
 * Returns: (transfer full): a name that no mark has
 */
char *
pollux_marks_propose_name (PolluxMarks *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (POLLUX_IS_MARKS (self), NULL);

  for (guint i = 0; i < self->marks->len; i++)
    g_hash_table_add (taken, g_array_index (self->marks, PolluxMark, i).name);

  for (guint n = 1;; n++)
    {
      /* Translators: the name of a mark that has none yet. */
      char *name = g_strdup_printf (_("Mark %u"), n);

      if (n > self->marks->len || !g_hash_table_contains (taken, name))
        return name;
      g_free (name);
    }
}

/**
 * pollux_marks_find_next:
 * @time: from where
 * @direction: 1 for later ones, -1 for earlier ones
 *
 * One at @time is the nearest, unless it is the current one: then those beside
 * it are, so that several at one time are gone through.
 *
 * Returns: (transfer none) (nullable): the nearest
 */
const PolluxMark *
pollux_marks_find_next (PolluxMarks *self,
                        PolluxTime   time,
                        int          direction)
{
  guint from;

  g_return_val_if_fail (POLLUX_IS_MARKS (self), NULL);

  from = find_index (self, self->current);
  if (from < self->marks->len && pollux_marks_get (self, from)->range.begin == time)
    {
      /* Unsigned, so one before the first is none either. */
      guint next = direction > 0 ? from + 1 : from - 1;

      return next < self->marks->len ? pollux_marks_get (self, next) : NULL;
    }

  for (guint i = 0; i < self->marks->len; i++)
    {
      guint index = direction > 0 ? i : self->marks->len - 1 - i;
      const PolluxMark *mark = pollux_marks_get (self, index);

      if (direction > 0 ? mark->range.begin >= time : mark->range.begin <= time)
        return mark;
    }

  return NULL;
}

/**
 * pollux_marks_set_current:
 * @id: which; 0: none
 *
 * Emits "current-changed" also where it was the current one already: somebody
 * went there again.
 */
void
pollux_marks_set_current (PolluxMarks *self,
                          guint        id)
{
  g_return_if_fail (POLLUX_IS_MARKS (self));

  if (self->current == id && id == 0)
    return;
  self->current = id;
  g_signal_emit (self, signals[CURRENT_CHANGED], 0);
}

/**
 * pollux_marks_get_current:
 *
 * Returns: the current one; 0 if there is none
 */
guint
pollux_marks_get_current (PolluxMarks *self)
{
  g_return_val_if_fail (POLLUX_IS_MARKS (self), 0);

  return self->current;
}
