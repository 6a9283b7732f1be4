/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Packing the spans of a task into rows. Spans are taken in the order of
 * their begin; for each row the end of its last span is kept, so a span fits
 * where that is not after its begin: O(spans x rows), with rows bounded.
 *
 * Which spans: those of the task, and those of others that were entered in
 * its polls. One of the task's own that was entered elsewhere only is shown
 * there: Tokio programs create the span of a task in the task that spawns it.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "pollux-span-rows.h"

/* Own spans that are looked at to tell whether there is anything to show. */
#define MAX_LOOKED_AT 256
#define MAX_STEPPED_OVER 1024

typedef struct
{
  PolluxSpanIndex span;
  PolluxTime first;       /* of its sections here */
  PolluxTime last;
  gboolean unended;
  guint n_enters;
  gint64 entered;
} Entry;

struct _PolluxSpanRows
{
  guint n_rows;
  guint n_spans;
  guint n_hidden;
  PolluxSpanPlace *places;      /* by row, then time; hidden ones are left out */
  guint first[POLLUX_SPAN_ROWS_MAX + 1];
  PolluxSpanStretch *stretches;
  guint *by_span;               /* the place of a span, G_MAXUINT for none... */
  PolluxSpanIndex begin, end;   /* ...of those in this range */
};

/* --- one span -------------------------------------------------------------- */

/* Where whatever is open in @task ends, and what lies before it begins. */
static PolluxRange
get_bounds (PolluxTrace     *trace,
            PolluxTaskIndex  task)
{
  PolluxRange extent = pollux_trace_get_extent (trace);

  if (task == POLLUX_TASK_NONE)
    return extent;

  return pollux_lane_get_life (pollux_trace_get_lane (trace, task));
}

static void
note_section (Entry                   *entry,
              const PolluxSpanSection *section,
              PolluxTime               bound)
{
  PolluxTime end = section->end != POLLUX_TIME_NONE ? section->end : MAX (bound, section->start);

  /* They come by start. One in another (the span was entered twice) counts once. */
  if (entry->n_enters++ == 0)
    entry->first = entry->last = section->start;
  entry->entered += MAX (0, end - MAX (section->start, entry->last));
  entry->last = MAX (entry->last, end);
  entry->unended |= section->end == POLLUX_TIME_NONE;
}

static PolluxRange
get_life (PolluxTrace     *trace,
          PolluxTaskIndex  task,
          const Entry     *entry,
          PolluxRange      bounds,
          gboolean        *open)
{
  const PolluxSpan *span = pollux_trace_get_span (trace, entry->span);
  gboolean foreign = span->task != task;
  PolluxRange life = { span->created, span->closed };

  *open = entry->unended || span->closed == POLLUX_TIME_NONE;
  if (life.begin == POLLUX_TIME_NONE)
    life.begin = entry->n_enters > 0 ? entry->first : span->closed;
  if (life.begin == POLLUX_TIME_NONE)
    life.begin = bounds.begin;
  if (foreign)
    life.begin = MAX (life.begin, bounds.begin);
  if (life.end == POLLUX_TIME_NONE || (foreign && life.end > bounds.end))
    life.end = bounds.end;
  if (entry->n_enters > 0)
    {
      life.begin = MIN (life.begin, entry->first);
      life.end = MAX (life.end, entry->last);
    }
  life.end = MAX (life.end, life.begin);

  return life;
}

static gboolean
is_shown (PolluxTrace     *trace,
          PolluxTaskIndex  task,
          PolluxSpanIndex  span,
          guint            n_enters_here)
{
  if (n_enters_here > 0)
    return TRUE;

  return pollux_trace_get_span (trace, span)->task == task &&
         pollux_trace_get_span_n_enters (trace, span) == 0;
}

/**
 * pollux_span_sum_init:
 * @sum: (out caller-allocates): filled
 */
void
pollux_span_sum_init (PolluxSpanSum   *sum,
                      PolluxTrace     *trace,
                      PolluxTaskIndex  task,
                      PolluxSpanIndex  span)
{
  Entry entry = { .span = span };
  PolluxRange bounds;
  PolluxTime created, closed;
  guint at = 0;

  *sum = (PolluxSpanSum) { .life = { POLLUX_TIME_NONE, POLLUX_TIME_NONE } };
  if (span >= pollux_trace_get_n_spans (trace) ||
      (task != POLLUX_TASK_NONE && task >= pollux_trace_get_n_tasks (trace)))
    return;

  bounds = get_bounds (trace, task);
  created = pollux_trace_get_span (trace, span)->created;
  closed = pollux_trace_get_span (trace, span)->closed;
  if (created != POLLUX_TIME_NONE)
    at = pollux_trace_find_span_section (trace, task, created);

  for (guint n = pollux_trace_get_n_span_sections (trace, task); at < n; at++)
    {
      PolluxSpanSection section;

      pollux_trace_get_span_section (trace, task, at, &section);
      if (closed != POLLUX_TIME_NONE && section.start > closed)
        break;
      if (section.span == span)
        note_section (&entry, &section, bounds.end);
    }

  if (entry.n_enters == 0 && pollux_trace_get_span (trace, span)->task != task)
    return;

  sum->life = get_life (trace, task, &entry, bounds, &sum->open);
  sum->n_enters = entry.n_enters;
  sum->entered = entry.entered;
}

/**
 * pollux_span_rows_has_any:
 *
 * Returns: whether the lane of @task can be unfolded
 */
gboolean
pollux_span_rows_has_any (PolluxTrace     *trace,
                          PolluxTaskIndex  task)
{
  guint n = pollux_trace_get_n_task_spans (trace, task);

  if (pollux_trace_get_n_span_sections (trace, task) > 0)
    return TRUE;

  for (guint i = 0; i < MIN (n, MAX_LOOKED_AT); i++)
    if (is_shown (trace, task, pollux_trace_get_task_span (trace, task, i), 0))
      return TRUE;

  return n > MAX_LOOKED_AT;
}

/* First of the task's own spans that does not come before @span. */
static guint
find_own (PolluxTrace     *trace,
          PolluxTaskIndex  task,
          PolluxSpanIndex  span)
{
  guint low = 0, high = pollux_trace_get_n_task_spans (trace, task);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_trace_get_task_span (trace, task, middle) < span)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The nearest of the task's own spans that is shown here; of a long run of those
 * that are shown elsewhere not all are looked at. */
static PolluxSpanIndex
find_own_neighbour (PolluxTrace     *trace,
                    PolluxTaskIndex  task,
                    PolluxSpanIndex  from,
                    int              direction)
{
  guint n = pollux_trace_get_n_task_spans (trace, task);
  gint64 at = direction > 0 && from == POLLUX_SPAN_NONE ? 0 : find_own (trace, task, from);

  if (direction < 0)
    at--;
  else if (at < n && pollux_trace_get_task_span (trace, task, at) == from)
    at++;

  for (guint i = 0; i < MAX_STEPPED_OVER && at >= 0 && at < n; i++, at += direction)
    {
      PolluxSpanIndex own = pollux_trace_get_task_span (trace, task, at);
      PolluxSpanSum sum = { .n_enters = 0 };

      if (pollux_trace_get_span_n_enters (trace, own) > 0)
        pollux_span_sum_init (&sum, trace, task, own);
      if (is_shown (trace, task, own, sum.n_enters))
        return own;
    }

  return POLLUX_SPAN_NONE;
}

/**
 * pollux_span_rows_step:
 * @next: (out): the neighbour
 *
 * Returns: FALSE if there is none
 */
gboolean
pollux_span_rows_step (PolluxTrace     *trace,
                       PolluxTaskIndex  task,
                       PolluxSpanIndex  span,
                       int              direction,
                       PolluxSpanIndex *next)
{
  PolluxSpanIndex best = find_own_neighbour (trace, task, span, direction);

  for (guint i = 0; i < pollux_trace_get_n_guest_spans (trace, task); i++)
    {
      PolluxSpanIndex guest = pollux_trace_get_guest_span (trace, task, i);
      gboolean behind = direction > 0 ? span == POLLUX_SPAN_NONE || guest > span : guest < span;

      if (behind && (best == POLLUX_SPAN_NONE || (guest < best) == (direction > 0)))
        best = guest;
    }

  if (best != POLLUX_SPAN_NONE)
    *next = best;

  return best != POLLUX_SPAN_NONE;
}

/* --- packing --------------------------------------------------------------- */

typedef struct
{
  PolluxTrace *trace;
  PolluxTaskIndex task;
  PolluxRange bounds;
  GArray *entries;        /* Entry */
  guint *places;          /* of each span of the trace: its entry, or G_MAXUINT */
} Packing;

static guint
find_entry (const Packing   *packing,
            PolluxSpanIndex  span)
{
  return packing->places[span];
}

static Entry *
ensure_entry (Packing         *packing,
              PolluxSpanIndex  span)
{
  guint place = find_entry (packing, span);

  if (place == G_MAXUINT)
    {
      Entry entry = { .span = span };

      place = packing->entries->len;
      g_array_append_val (packing->entries, entry);
      packing->places[span] = place;
    }

  return &g_array_index (packing->entries, Entry, place);
}

static void
collect (Packing *packing)
{
  guint n_sections = pollux_trace_get_n_span_sections (packing->trace, packing->task);
  guint n_own = pollux_trace_get_n_task_spans (packing->trace, packing->task);

  for (guint i = 0; i < n_sections; i++)
    {
      PolluxSpanSection section;

      pollux_trace_get_span_section (packing->trace, packing->task, i, &section);
      note_section (ensure_entry (packing, section.span), &section, packing->bounds.end);
    }

  for (guint i = 0; i < n_own; i++)
    {
      PolluxSpanIndex own = pollux_trace_get_task_span (packing->trace, packing->task, i);

      if (is_shown (packing->trace, packing->task, own, 0))
        ensure_entry (packing, own);
    }
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const PolluxSpanPlace *left = a, *right = b;

  if (left->life.begin != right->life.begin)
    return left->life.begin < right->life.begin ? -1 : 1;

  return left->span < right->span ? -1 : left->span > right->span;
}

/* The row that is right below the parent's, or the first. */
static guint
get_first_row (const Packing         *packing,
               const guint           *rows,
               const PolluxSpanPlace *place)
{
  PolluxSpanIndex parent = pollux_trace_get_span (packing->trace, place->span)->parent;
  guint entry = parent != POLLUX_SPAN_NONE ? find_entry (packing, parent) : G_MAXUINT;

  return entry != G_MAXUINT && rows[entry] != G_MAXUINT ? rows[entry] + 1 : 0;
}

/* Gives each place a row, G_MAXUINT if there is none below @limit; returns how
 * many got none. */
static guint
pack (const Packing   *packing,
      PolluxSpanPlace *places,
      guint            n,
      guint            limit)
{
  g_autofree guint *rows = g_new (guint, MAX (n, 1));
  PolluxTime free_from[POLLUX_SPAN_ROWS_MAX];
  guint n_hidden = 0;

  for (guint i = 0; i < n; i++)
    rows[i] = G_MAXUINT;
  for (guint i = 0; i < POLLUX_SPAN_ROWS_MAX; i++)
    free_from[i] = G_MININT64;

  for (guint i = 0; i < n; i++)
    {
      guint row = get_first_row (packing, rows, &places[i]);

      while (row < limit && free_from[row] > places[i].life.begin)
        row++;

      places[i].row = row < limit ? row : G_MAXUINT;
      rows[find_entry (packing, places[i].span)] = row < limit ? row : limit;
      if (row >= limit)
        n_hidden++;
      else
        free_from[row] = places[i].life.end;
    }

  return n_hidden;
}

/* By row; in a row they stay in time order. */
static void
sort_by_row (PolluxSpanRows *rows)
{
  PolluxSpanPlace *places = g_new (PolluxSpanPlace, MAX (rows->n_spans, 1));
  guint at[POLLUX_SPAN_ROWS_MAX + 1] = { 0 };
  guint begin = 0;

  for (guint i = 0; i < rows->n_spans; i++)
    at[MIN (rows->places[i].row, POLLUX_SPAN_ROWS_MAX)]++;
  for (guint row = 0; row <= POLLUX_SPAN_ROWS_MAX; row++)
    {
      guint count = at[row];

      at[row] = begin;
      begin += count;
    }
  for (guint i = 0; i < rows->n_spans; i++)
    places[at[MIN (rows->places[i].row, POLLUX_SPAN_ROWS_MAX)]++] = rows->places[i];

  g_free (rows->places);
  rows->places = places;
}

static void
lay_out (PolluxSpanRows *rows,
         const Packing  *packing)
{
  guint n = packing->entries->len;

  rows->places = g_new0 (PolluxSpanPlace, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      const Entry *entry = &g_array_index (packing->entries, Entry, i);
      PolluxSpanPlace *place = &rows->places[i];

      place->span = entry->span;
      place->n = entry->n_enters;
      place->life = get_life (packing->trace, packing->task, entry, packing->bounds, &place->open);
    }

  if (n > 0)
    qsort (rows->places, n, sizeof *rows->places, compare_places);
  rows->n_spans = n;
  rows->n_hidden = pack (packing, rows->places, n, POLLUX_SPAN_ROWS_MAX);
  if (rows->n_hidden > 0)
    rows->n_hidden = pack (packing, rows->places, n, POLLUX_SPAN_ROWS_MAX - 1);
  sort_by_row (rows);
}

/* Where each row begins, and the sums before each place. */
static void
index_rows (PolluxSpanRows *rows)
{
  guint n = rows->n_spans - rows->n_hidden;
  guint n_stretches = 0;
  gint64 lives = 0;

  for (guint i = 0; i < n; i++)
    {
      PolluxSpanPlace *place = &rows->places[i];

      while (rows->n_rows <= place->row)
        {
          rows->first[rows->n_rows++] = i;
          lives = 0;
        }
      place->lives = lives;
      lives += place->life.end - place->life.begin;
      place->first = n_stretches;
      n_stretches += place->n;
      rows->begin = i == 0 ? place->span : MIN (rows->begin, place->span);
      rows->end = MAX (rows->end, place->span + 1);
    }

  rows->by_span = g_new (guint, MAX (rows->end - rows->begin, 1));
  memset (rows->by_span, 0xff, (rows->end - rows->begin) * sizeof *rows->by_span);
  for (guint i = 0; i < n; i++)
    rows->by_span[rows->places[i].span - rows->begin] = i;

  rows->stretches = g_new0 (PolluxSpanStretch, MAX (n_stretches, 1));
  if (rows->n_hidden > 0)
    rows->first[rows->n_rows++] = n;
  rows->first[rows->n_rows] = n;
}

/* Deals the sections out to their places, in time order and without overlaps. */
static void
add_stretches (PolluxSpanRows *rows,
               const Packing  *packing)
{
  g_autofree guint *dealt = g_new0 (guint, MAX (rows->n_spans, 1));
  guint n = pollux_trace_get_n_span_sections (packing->trace, packing->task);

  for (guint i = 0; i < n; i++)
    {
      PolluxSpanSection section;
      const PolluxSpanPlace *place;
      PolluxSpanStretch *stretch;

      pollux_trace_get_span_section (packing->trace, packing->task, i, &section);
      place = pollux_span_rows_find (rows, section.span);
      if (place == NULL)
        continue;

      stretch = &rows->stretches[place->first + dealt[place - rows->places]++];
      stretch->range.begin = section.start;
      stretch->range.end = section.end != POLLUX_TIME_NONE ? section.end
                           : MAX (packing->bounds.end, section.start);
    }

  for (guint row = 0; row < rows->n_rows; row++)
    {
      gint64 entered = 0;

      for (guint i = rows->first[row]; i < rows->first[row + 1]; i++)
        for (guint s = 0; s < rows->places[i].n; s++)
          {
            PolluxSpanStretch *stretch = &rows->stretches[rows->places[i].first + s];

            if (s > 0)
              {
                stretch->range.begin = MAX (stretch->range.begin, stretch[-1].range.end);
                stretch->range.end = MAX (stretch->range.end, stretch->range.begin);
              }
            stretch->entered = entered;
            entered += stretch->range.end - stretch->range.begin;
          }
    }
}

/**
 * pollux_span_rows_new:
 * @task: a task, or POLLUX_TASK_NONE for what lies outside all tasks
 *
 * Returns: (transfer full): its spans in rows, as the trace is now
 */
PolluxSpanRows *
pollux_span_rows_new (PolluxTrace     *trace,
                      PolluxTaskIndex  task)
{
  PolluxSpanRows *rows = g_new0 (PolluxSpanRows, 1);
  guint n_spans = pollux_trace_get_n_spans (trace);
  Packing packing = { .trace = trace, .task = task, .bounds = get_bounds (trace, task) };

  packing.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  packing.places = g_new (guint, MAX (n_spans, 1));
  memset (packing.places, 0xff, n_spans * sizeof *packing.places);

  collect (&packing);
  lay_out (rows, &packing);
  index_rows (rows);
  add_stretches (rows, &packing);

  g_array_unref (packing.entries);
  g_free (packing.places);

  return rows;
}

/**
 * pollux_span_rows_free:
 */
void
pollux_span_rows_free (PolluxSpanRows *rows)
{
  if (rows == NULL)
    return;

  g_free (rows->by_span);
  g_free (rows->places);
  g_free (rows->stretches);
  g_free (rows);
}

/* --- reading --------------------------------------------------------------- */

/**
 * pollux_span_rows_get_n_rows:
 *
 * Returns: how many rows there are
 */
guint
pollux_span_rows_get_n_rows (const PolluxSpanRows *rows)
{
  return rows->n_rows;
}

/**
 * pollux_span_rows_get_n_spans:
 *
 * Returns: how many spans there are, hidden ones included
 */
guint
pollux_span_rows_get_n_spans (const PolluxSpanRows *rows)
{
  return rows->n_spans;
}

/**
 * pollux_span_rows_get_n_hidden:
 *
 * Returns: how many spans are in no row
 */
guint
pollux_span_rows_get_n_hidden (const PolluxSpanRows *rows)
{
  return rows->n_hidden;
}

/**
 * pollux_span_rows_get_row:
 * @n: (out): how many
 *
 * Returns: (transfer none): the places of one row
 */
const PolluxSpanPlace *
pollux_span_rows_get_row (const PolluxSpanRows *rows,
                          guint                 row,
                          guint                *n)
{
  *n = row < rows->n_rows ? rows->first[row + 1] - rows->first[row] : 0;

  return row < rows->n_rows ? rows->places + rows->first[row] : rows->places;
}

/**
 * pollux_span_rows_get_stretches:
 *
 * Returns: (transfer none): the sections; those of a row follow each other
 */
const PolluxSpanStretch *
pollux_span_rows_get_stretches (const PolluxSpanRows *rows)
{
  return rows->stretches;
}

/**
 * pollux_span_rows_find:
 *
 * Returns: (transfer none) (nullable): where @span is
 */
const PolluxSpanPlace *
pollux_span_rows_find (const PolluxSpanRows *rows,
                       PolluxSpanIndex       span)
{
  guint place = G_MAXUINT;

  if (span >= rows->begin && span < rows->end)
    place = rows->by_span[span - rows->begin];

  return place != G_MAXUINT ? &rows->places[place] : NULL;
}

/**
 * pollux_span_places_find:
 *
 * Returns: the first place that ends after @time; @n if none does
 */
guint
pollux_span_places_find (const PolluxSpanPlace *places,
                         guint                  n,
                         PolluxTime             time)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (places[middle].life.end <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * pollux_span_stretches_find:
 *
 * Returns: the first stretch that ends after @time; @n if none does
 */
guint
pollux_span_stretches_find (const PolluxSpanStretch *stretches,
                            guint                    n,
                            PolluxTime               time)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (stretches[middle].range.end <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* ns of what lies before @time. */
static gint64
lives_before (const PolluxSpanPlace *places,
              guint                  n,
              PolluxTime             time)
{
  guint at = pollux_span_places_find (places, n, time);
  PolluxRange life;

  if (n == 0)
    return 0;
  if (at == n)
    return places[n - 1].lives + places[n - 1].life.end - places[n - 1].life.begin;

  life = places[at].life;

  return places[at].lives + CLAMP (time - life.begin, 0, life.end - life.begin);
}

static gint64
entered_before (const PolluxSpanStretch *stretches,
                guint                    n,
                PolluxTime               time)
{
  guint at = pollux_span_stretches_find (stretches, n, time);
  PolluxRange range;

  if (n == 0)
    return 0;
  if (at == n)
    return stretches[n - 1].entered + stretches[n - 1].range.end - stretches[n - 1].range.begin;

  range = stretches[at].range;

  return stretches[at].entered + CLAMP (time - range.begin, 0, range.end - range.begin);
}

/**
 * pollux_span_places_cover:
 *
 * Returns: ns of @range in which one of the spans lived
 */
gint64
pollux_span_places_cover (const PolluxSpanPlace *places,
                          guint                  n,
                          PolluxRange            range)
{
  return lives_before (places, n, range.end) - lives_before (places, n, range.begin);
}

/**
 * pollux_span_stretches_cover:
 *
 * Returns: ns of @range in which one of the spans was entered
 */
gint64
pollux_span_stretches_cover (const PolluxSpanStretch *stretches,
                             guint                    n,
                             PolluxRange              range)
{
  return entered_before (stretches, n, range.end) - entered_before (stretches, n, range.begin);
}
