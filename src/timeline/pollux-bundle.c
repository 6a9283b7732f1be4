/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading a bundle. How much time lies in polls or waits is computed from how
 * many of them have begun and ended before a moment and when (see
 * PolluxSortedTimes), so it is exact however many overlap, and a range costs
 * O(log n). The longest is looked for in the tree: a block is opened only if
 * it reaches into the range and can hold something longer than what is known,
 * and so is a lane, where each poll is somewhere else in memory.
 */

#include "config.h"

#include "pollux-bundle-private.h"

typedef struct
{
  const PolluxBundle *bundle;
  const PolluxBundlePart *part;
  PolluxRange range;
  gboolean wait;
  guint begin;             /* entries to be looked at */
  guint end;
  gint64 length;           /* of the longest so far */
  guint32 scale;           /* what is longer has at least this */
  guint index;
} Search;

/* So many entries are looked at one by one, without the tree. */
#define NEAR 8

/* Lengths from here on are not told exactly. */
#define LONG (G_GUINT64_CONSTANT (1) << 31)
/* Scales of those to a power of two, as bits. */
#define SCALE_BITS 5

static guint32
get_scale (gint64 length)
{
  guint octave;

  if (length < (gint64) LONG)
    return MAX (length, 0);

  octave = g_bit_storage (length) - 1 - SCALE_BITS;
  return LONG + (octave << SCALE_BITS) + (guint32) (length >> octave);
}

/* The largest length that has @scale. */
static gint64
get_longest_of_scale (guint32 scale)
{
  guint octave;
  guint64 mantissa;

  if (scale < LONG)
    return scale;

  octave = ((scale - LONG) >> SCALE_BITS) - 1;
  mantissa = scale - LONG - ((guint64) octave << SCALE_BITS);
  return (gint64) (((mantissa + 1) << octave) - 1);
}

static void
clear_part (PolluxBundlePart *part)
{
  g_free (part->entries);
  g_free (part->scales);
  for (guint level = 0; level < part->n_levels; level++)
    g_free (part->levels[level].blocks);
}

/**
 * pollux_bundle_alloc:
 *
 * Returns: (transfer full): an empty one
 */
PolluxBundle *
pollux_bundle_alloc (PolluxTrace *trace,
                     gboolean     has_waits)
{
  PolluxBundle *bundle = g_new0 (PolluxBundle, 1);

  g_atomic_ref_count_init (&bundle->refs);
  bundle->trace = g_object_ref (trace);
  bundle->has_waits = has_waits;
  bundle->starts = pollux_sorted_times_new ();
  bundle->ends = pollux_sorted_times_new ();
  bundle->empties = pollux_sorted_times_new ();
  bundle->dues = pollux_sorted_times_new ();
  bundle->given_up = pollux_sorted_times_new ();

  return bundle;
}

/**
 * pollux_bundle_ref:
 *
 * Returns: (transfer full): @bundle
 */
PolluxBundle *
pollux_bundle_ref (PolluxBundle *bundle)
{
  g_atomic_ref_count_inc (&bundle->refs);

  return bundle;
}

/**
 * pollux_bundle_unref:
 */
void
pollux_bundle_unref (PolluxBundle *bundle)
{
  if (!g_atomic_ref_count_dec (&bundle->refs))
    return;

  clear_part (&bundle->polls);
  clear_part (&bundle->unanswered);
  pollux_sorted_times_free (bundle->starts);
  pollux_sorted_times_free (bundle->ends);
  pollux_sorted_times_free (bundle->empties);
  pollux_sorted_times_free (bundle->dues);
  pollux_sorted_times_free (bundle->given_up);
  g_object_unref (bundle->trace);
  g_free (bundle);
}

static void
push_block (PolluxBundleLevel       *level,
            const PolluxBundleBlock *block)
{
  if (level->n == level->allocated)
    {
      level->allocated = MAX (4, level->n + level->n / 2);
      level->blocks = g_renew (PolluxBundleBlock, level->blocks, level->allocated);
    }
  level->blocks[level->n++] = *block;
}

static void
join_blocks (PolluxBundleBlock       *block,
             const PolluxBundleBlock *other)
{
  block->first = MIN (block->first, other->first);
  block->last = MAX (block->last, other->last);
  block->longest_poll = MAX (block->longest_poll, other->longest_poll);
  block->longest_wait = MAX (block->longest_wait, other->longest_wait);
}

/**
 * pollux_bundle_add_entry:
 * @section: the poll and its wait, as a block of one
 *
 * Adds an entry; the levels above the lowest are made at the end.
 */
void
pollux_bundle_add_entry (PolluxBundlePart        *part,
                         PolluxTaskIndex          task,
                         guint                    poll,
                         const PolluxBundleBlock *section)
{
  PolluxBundleLevel *level = &part->levels[0];

  if (part->n == part->allocated)
    {
      part->allocated = MAX (32, part->n + part->n / 2);
      part->entries = g_renew (PolluxBundleEntry, part->entries, part->allocated);
      part->scales = g_renew (PolluxBundleScale, part->scales, part->allocated);
    }

  if (part->n % POLLUX_BUNDLE_FANOUT == 0)
    push_block (level, section);
  else
    join_blocks (&level->blocks[level->n - 1], section);

  part->n_levels = 1;
  part->scales[part->n] = (PolluxBundleScale) { get_scale (section->longest_poll),
                                                get_scale (section->longest_wait) };
  part->entries[part->n++] = (PolluxBundleEntry) { task, poll };
}

/**
 * pollux_bundle_part_finish:
 *
 * Makes the upper levels, the last block of each complete or not.
 */
void
pollux_bundle_part_finish (PolluxBundlePart *part)
{
  part->allocated = MAX (1, part->n);
  part->entries = g_renew (PolluxBundleEntry, part->entries, part->allocated);
  part->scales = g_renew (PolluxBundleScale, part->scales, part->allocated);

  while (part->n_levels > 0 && part->levels[part->n_levels - 1].n > POLLUX_BUNDLE_FANOUT)
    {
      const PolluxBundleLevel *below = &part->levels[part->n_levels - 1];
      PolluxBundleLevel *level = &part->levels[part->n_levels];

      for (guint i = 0; i < below->n; i++)
        if (i % POLLUX_BUNDLE_FANOUT == 0)
          push_block (level, &below->blocks[i]);
        else
          join_blocks (&level->blocks[level->n - 1], &below->blocks[i]);
      part->n_levels++;
    }
}

/**
 * pollux_bundle_get_n:
 *
 * Returns: how many polls it has
 */
guint
pollux_bundle_get_n (const PolluxBundle *bundle)
{
  return bundle->polls.n;
}

/**
 * pollux_bundle_get_entry:
 * @index: below pollux_bundle_get_n()
 * @task: (out): whose poll it is
 * @poll: (out): which of the task's polls
 */
void
pollux_bundle_get_entry (const PolluxBundle *bundle,
                         guint               index,
                         PolluxTaskIndex    *task,
                         guint              *poll)
{
  g_return_if_fail (index < bundle->polls.n);

  *task = bundle->polls.entries[index].task;
  *poll = bundle->polls.entries[index].poll;
}

static gboolean
get_section (const PolluxBundle     *bundle,
             const PolluxBundlePart *part,
             guint                   index,
             PolluxPoll             *poll)
{
  const PolluxBundleEntry *entry = &part->entries[index];
  const PolluxLane *lane = pollux_trace_get_lane (bundle->trace, entry->task);

  if (entry->poll == G_MAXUINT)
    {
      PolluxRange range = pollux_lane_get_unanswered (lane);

      *poll = (PolluxPoll) { range.end, range.end, pollux_range_length (range),
                             POLLUX_RECORD_NONE, POLLUX_THREAD_NONE, 0 };
      return TRUE;
    }

  if (entry->poll >= pollux_lane_get_n_polls (lane))
    {
      *poll = (PolluxPoll) { 0 };
      return FALSE;
    }
  pollux_lane_get_poll (lane, entry->poll, poll);

  return TRUE;
}

/**
 * pollux_bundle_get_poll:
 * @index: below pollux_bundle_get_n()
 * @poll: (out caller-allocates): filled, from the lane
 *
 * Returns: %FALSE if the trace has changed so that the poll is no more
 */
gboolean
pollux_bundle_get_poll (const PolluxBundle *bundle,
                        guint               index,
                        PolluxPoll         *poll)
{
  g_return_val_if_fail (index < bundle->polls.n, FALSE);

  return get_section (bundle, &bundle->polls, index, poll);
}

/**
 * pollux_bundle_get_extent:
 *
 * Returns: from where the first section begins to the largest end
 */
PolluxRange
pollux_bundle_get_extent (const PolluxBundle *bundle)
{
  const PolluxBundlePart *part = &bundle->polls;
  PolluxBundleBlock all;

  if (part->n == 0)
    return (PolluxRange) { 0, 0 };

  all = part->levels[part->n_levels - 1].blocks[0];
  for (guint i = 1; i < part->levels[part->n_levels - 1].n; i++)
    join_blocks (&all, &part->levels[part->n_levels - 1].blocks[i]);

  return (PolluxRange) { all.first, all.last };
}

/**
 * pollux_bundle_get_covered:
 *
 * Returns: ns in which at least one poll goes on: less than the sum of all
 *   where polls lie inside of others
 */
gint64
pollux_bundle_get_covered (const PolluxBundle *bundle)
{
  return bundle->covered;
}

/**
 * pollux_bundle_find:
 *
 * Returns: the first entry that starts at @time or later
 */
guint
pollux_bundle_find (const PolluxBundle *bundle,
                    PolluxTime          time)
{
  return pollux_sorted_times_count (bundle->starts, time, NULL, NULL);
}

/**
 * pollux_bundle_find_poll:
 *
 * Returns: the entry of a poll, %G_MAXUINT if there is none
 */
guint
pollux_bundle_find_poll (const PolluxBundle *bundle,
                         PolluxTaskIndex     task,
                         guint               poll)
{
  const PolluxLane *lane = pollux_trace_get_lane (bundle->trace, task);
  PolluxPoll at;

  if (lane == NULL || poll >= pollux_lane_get_n_polls (lane))
    return G_MAXUINT;

  pollux_lane_get_poll (lane, poll, &at);
  for (guint i = pollux_bundle_find (bundle, at.start);
       i < bundle->polls.n && pollux_sorted_times_get (bundle->starts, i) == at.start; i++)
    if (bundle->polls.entries[i].task == task && bundle->polls.entries[i].poll == poll)
      return i;

  return G_MAXUINT;
}

/* An empty poll overlaps where it starts, an empty wait nothing. */
static gboolean
poll_overlaps (const PolluxPoll *poll,
               PolluxRange       range)
{
  return poll->start < range.end && (poll->end > range.begin || poll->start >= range.begin);
}

static gboolean
wait_overlaps (const PolluxPoll *poll,
               PolluxRange       range)
{
  return poll->wait > 0 && poll->start > range.begin && poll->start - poll->wait < range.end;
}

/* A poll as far as it is needed, from its lane only if it is that long. */
static gboolean
get_times (const Search *search,
           guint         index,
           PolluxPoll   *poll)
{
  const PolluxBundleScale *scale = &search->part->scales[index];
  PolluxTime start;

  if (search->part != &search->bundle->polls)
    return get_section (search->bundle, search->part, index, poll);

  start = pollux_sorted_times_get (search->bundle->starts, index);
  if ((search->wait ? scale->wait : scale->poll) < LONG)
    {
      poll->start = start;
      poll->end = start + scale->poll;
      poll->wait = scale->wait;
      return TRUE;
    }

  if (search->wait ? start >= search->range.end &&
                     start - get_longest_of_scale (scale->wait) >= search->range.end
                   : start < search->range.begin &&
                     search->range.begin - start >= get_longest_of_scale (scale->poll))
    return FALSE;

  return get_section (search->bundle, search->part, index, poll);
}

static gboolean
overlaps (const Search     *search,
          const PolluxPoll *poll)
{
  return search->wait ? wait_overlaps (poll, search->range) : poll_overlaps (poll, search->range);
}

static void
take_entry (Search           *search,
            guint             index,
            const PolluxPoll *poll)
{
  gint64 length = search->wait ? poll->wait : poll->end - poll->start;

  if (length <= search->length)
    return;

  search->length = length;
  search->scale = get_scale (MIN (length, G_MAXINT64 - 1) + 1);
  search->index = index;
}

static void
search_entry (Search *search,
              guint   index)
{
  const PolluxBundleScale *scale = &search->part->scales[index];
  PolluxPoll poll;

  if ((search->wait ? scale->wait : scale->poll) >= search->scale &&
      get_times (search, index, &poll) && overlaps (search, &poll))
    take_entry (search, index, &poll);
}

static gboolean
may_hold_longer (const Search            *search,
                 const PolluxBundleBlock *block)
{
  return (search->wait ? block->longest_wait : block->longest_poll) > search->length &&
         block->first < search->range.end && block->last >= search->range.begin;
}

/* Block @at of @level, whose entries are @span each; entries if @level is -1. */
static void
search_node (Search  *search,
             int      level,
             guint64  span,
             guint    at)
{
  guint first, end;

  if (at * span >= search->end || (at + 1) * span <= search->begin)
    return;
  if (level < 0)
    {
      search_entry (search, at);
      return;
    }
  if (!may_hold_longer (search, &search->part->levels[level].blocks[at]))
    return;

  span /= POLLUX_BUNDLE_FANOUT;
  first = MAX (at * POLLUX_BUNDLE_FANOUT, search->begin / span);
  end = MIN ((at + 1) * (guint64) POLLUX_BUNDLE_FANOUT, (search->end - 1) / span + 1);
  for (guint i = first; i < end; i++)
    search_node (search, level - 1, span, i);
}

static guint64
get_top_span (const PolluxBundlePart *part)
{
  guint64 span = 1;

  for (guint level = 0; level < part->n_levels; level++)
    span *= POLLUX_BUNDLE_FANOUT;

  return span;
}

static void
search_range (Search *search,
              guint   begin,
              guint   end)
{
  guint64 span = get_top_span (search->part);

  if (begin >= end)
    return;
  if (end - begin <= NEAR)
    {
      for (guint i = begin; i < end; i++)
        search_entry (search, i);
      return;
    }

  search->begin = begin;
  search->end = end;
  for (guint at = begin / span; at <= (end - 1) / span; at++)
    search_node (search, search->part->n_levels - 1, span, at);
}

/* Of the entries [begin, end) only @n reach into the range, most often those that
 * are nearest to it. */
static void
search_reaching (Search  *search,
                 guint    begin,
                 guint    end,
                 gboolean before,
                 guint    n)
{
  PolluxPoll poll;

  for (guint i = 0; i < NEAR && begin < end && n > 0; i++)
    {
      guint at = before ? --end : begin++;

      if (!get_times (search, at, &poll) || !overlaps (search, &poll))
        continue;
      take_entry (search, at, &poll);
      n--;
    }

  if (n > 0)
    search_range (search, begin, end);
}

/* What starts in the range first: it is found in few blocks, and keeps those
 * outside of it closed. */
static void
search_longest_poll (Search                   *search,
                     const PolluxBundleMoment *from,
                     const PolluxBundleMoment *to)
{
  search_range (search, from->n_before, to->n_before);
  search_reaching (search, 0, from->n_before, TRUE, from->n_active);
}

static void
search_longest_wait (Search                   *search,
                     const PolluxBundleMoment *from,
                     const PolluxBundleMoment *to,
                     guint                     given_up)
{
  guint n = search->bundle->polls.n;

  search_range (search, from->n_before, to->n_before);
  search_reaching (search, to->n_before, n, FALSE, to->n_waiting);

  search->part = &search->bundle->unanswered;
  if (search->part->n > given_up)
    {
      guint index = search->index;

      search_range (search, given_up, search->part->n);
      /* No entry stands for it. */
      search->index = index;
    }
}

/**
 * pollux_bundle_find_longest:
 * @range: ns, half open
 * @wait: the longest wait that a poll ended, else the longest poll
 *
 * Returns: the entry; %G_MAXUINT if nothing overlaps @range
 */
guint
pollux_bundle_find_longest (const PolluxBundle *bundle,
                            PolluxRange         range,
                            gboolean            wait)
{
  Search search = { bundle, &bundle->polls, range, wait, 0, 0, -1, 0, G_MAXUINT };
  PolluxBundleMoment from = { 0 }, to = { 0 };

  if (wait && !bundle->has_waits)
    return G_MAXUINT;

  pollux_bundle_get_moment (bundle, range.begin, &from);
  pollux_bundle_get_moment (bundle, range.end, &to);
  if (wait)
    search_longest_wait (&search, &from, &to, bundle->unanswered.n);
  else
    search_longest_poll (&search, &from, &to);

  return search.index;
}

static guint
find_overlap (const PolluxBundle *bundle,
              guint               index,
              PolluxRange         range,
              gboolean            waits,
              int                 level,
              guint64             span,
              guint               at)
{
  const PolluxBundlePart *part = &bundle->polls;
  PolluxPoll poll;

  if ((at + 1) * span <= index)
    return G_MAXUINT;

  if (level < 0)
    {
      if (get_section (bundle, part, at, &poll) &&
          (poll_overlaps (&poll, range) || (waits && wait_overlaps (&poll, range))))
        return at;
      return G_MAXUINT;
    }

  if (part->levels[level].blocks[at].first >= range.end ||
      part->levels[level].blocks[at].last < range.begin)
    return G_MAXUINT;

  span /= POLLUX_BUNDLE_FANOUT;
  for (guint i = at * POLLUX_BUNDLE_FANOUT;
       i < (at + 1) * POLLUX_BUNDLE_FANOUT && i * span < part->n; i++)
    {
      guint found = find_overlap (bundle, index, range, waits, level - 1, span, i);

      if (found != G_MAXUINT)
        return found;
    }

  return G_MAXUINT;
}

/**
 * pollux_bundle_find_overlap:
 * @index: the first entry that may be it
 * @range: ns, half open
 * @waits: whether it is enough that the wait overlaps
 *
 * For walking along what a range shows, in the order of the starts.
 *
 * Returns: the entry; %G_MAXUINT if there is none
 */
guint
pollux_bundle_find_overlap (const PolluxBundle *bundle,
                            guint               index,
                            PolluxRange         range,
                            gboolean            waits)
{
  const PolluxBundlePart *part = &bundle->polls;
  guint64 span = get_top_span (part);
  guint found = G_MAXUINT;

  /* Without waits nothing behind the range can reach into it. */
  for (guint64 at = index / span; at * span < part->n && found == G_MAXUINT; at++)
    {
      if (!waits && pollux_sorted_times_get (bundle->starts, at * span) >= range.end)
        break;
      found = find_overlap (bundle, index, range, waits, (int) part->n_levels - 1, span, at);
    }

  return found;
}

/**
 * pollux_bundle_get_moment:
 * @moment: (inout): filled; its hints are 0 at first, and help with the next
 *   later moment
 */
void
pollux_bundle_get_moment (const PolluxBundle *bundle,
                          PolluxTime          time,
                          PolluxBundleMoment *moment)
{
  PolluxTime behind = time < G_MAXINT64 ? time + 1 : time;
  guint64 starts, ends, dues, given_up;
  guint n_ends, n_dues;
  guint *hints = moment->hints;

  moment->n_before = pollux_sorted_times_count (bundle->starts, time, &starts, &hints[0]);
  n_ends = pollux_sorted_times_count (bundle->ends, behind, &ends, &hints[1]);
  moment->busy = (moment->n_before - (guint64) n_ends) * (guint64) time - starts + ends;

  moment->n_empty = 0;
  if (pollux_sorted_times_get_length (bundle->empties) > 0)
    {
      guint n = pollux_sorted_times_count (bundle->empties, time, NULL, &hints[2]);

      moment->n_empty = pollux_sorted_times_count (bundle->empties, behind, NULL, NULL) - n;
    }
  moment->n_active = moment->n_before - (n_ends - moment->n_empty);

  moment->wait = 0;
  moment->n_waiting = moment->n_given_up = 0;
  if (!bundle->has_waits)
    return;

  n_dues = pollux_sorted_times_count (bundle->dues, time, &dues, &hints[3]);
  moment->n_given_up = pollux_sorted_times_count (bundle->given_up, time, &given_up, &hints[4]);
  moment->n_waiting = n_dues - moment->n_before - moment->n_given_up;
  moment->wait = moment->n_waiting * (guint64) time - dues + starts + given_up;
}

/* Sums of a hostile file end at the top. */
static gint64
get_sum (guint64     from,
         guint64     to,
         guint64     n,
         PolluxRange range)
{
  double most = (double) n * ((double) range.end - (double) range.begin);

  return most < (double) G_MAXINT64 ? (gint64) (to - from) : G_MAXINT64;
}

/**
 * pollux_bundle_compare_moments:
 * @longest: (out) (optional): the entry of the longest poll, else wait
 */
void
pollux_bundle_compare_moments (const PolluxBundle       *bundle,
                               PolluxRange               range,
                               const PolluxBundleMoment *from,
                               const PolluxBundleMoment *to,
                               PolluxBundleSummary      *summary,
                               guint                    *longest)
{
  Search search = { bundle, &bundle->polls, range, FALSE, 0, 0, -1, 0, G_MAXUINT };
  guint64 n_starts = to->n_before - from->n_before;
  guint64 n_given_up = to->n_given_up - from->n_given_up;
  guint64 n_waits = to->n_waiting + n_starts + n_given_up;

  *summary = (PolluxBundleSummary) { 0 };
  summary->n_starts = n_starts;
  summary->n_polls = from->n_active + n_starts;
  summary->busy = get_sum (from->busy, to->busy, summary->n_polls, range);
  summary->wait = get_sum (from->wait, to->wait, n_waits, range);

  if (summary->n_polls > 0)
    {
      search_longest_poll (&search, from, to);
      summary->longest_poll = MAX (0, search.length);
    }
  if (longest != NULL)
    *longest = search.index;

  if (summary->wait > 0)
    {
      search = (Search) { bundle, &bundle->polls, range, TRUE, 0, 0, -1, 0, G_MAXUINT };
      search_longest_wait (&search, from, to, from->n_given_up);
      summary->longest_wait = MAX (0, search.length);
      if (longest != NULL && *longest == G_MAXUINT)
        *longest = search.index;
    }
}

/**
 * pollux_bundle_summarize:
 * @range: ns, half open
 * @summary: (out caller-allocates): filled
 */
void
pollux_bundle_summarize (const PolluxBundle  *bundle,
                         PolluxRange          range,
                         PolluxBundleSummary *summary)
{
  PolluxBundleMoment from = { 0 }, to = { 0 };

  *summary = (PolluxBundleSummary) { 0 };
  if (pollux_range_length (range) == 0)
    return;

  pollux_bundle_get_moment (bundle, range.begin, &from);
  pollux_bundle_get_moment (bundle, range.end, &to);
  pollux_bundle_compare_moments (bundle, range, &from, &to, summary, NULL);
}

static gsize
get_part_memory (const PolluxBundlePart *part)
{
  gsize bytes = part->allocated * (sizeof *part->entries + sizeof *part->scales);

  for (guint level = 0; level < part->n_levels; level++)
    bytes += part->levels[level].allocated * sizeof (PolluxBundleBlock);

  return bytes;
}

/**
 * pollux_bundle_get_memory:
 *
 * Returns: bytes, without those of the lanes
 */
gsize
pollux_bundle_get_memory (const PolluxBundle *bundle)
{
  return sizeof *bundle + get_part_memory (&bundle->polls) + get_part_memory (&bundle->unanswered) +
         pollux_sorted_times_get_memory (bundle->starts) +
         pollux_sorted_times_get_memory (bundle->ends) +
         pollux_sorted_times_get_memory (bundle->empties) +
         pollux_sorted_times_get_memory (bundle->dues) +
         pollux_sorted_times_get_memory (bundle->given_up);
}
