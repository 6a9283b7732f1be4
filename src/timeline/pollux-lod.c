/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What each pixel column of a lane stands for, in numbers.
 *
 * The polls in sight are walked in order, but wherever a whole block of the
 * lane's tree lies inside one column, the block's sums are added instead, the
 * largest such block first. A column costs at most the fan-out at each level
 * at its two edges, so a lane costs O(columns x fan-out x levels + log n),
 * however many polls it has.
 *
 * What crosses the edge of a column is cut there in integer nanoseconds: the
 * sums are exact. Only a block of less than a quarter of a column is not
 * opened to be cut but shared out in proportion to its time; that moves less
 * than a sixteenth of a column of busy time to the neighbour, which no picture
 * can show, and halves the worst cost. Nothing is lost or counted twice.
 *
 * Blocks count open polls as 0 (see #PolluxBlock). The few that a damaged file
 * has are found by halving the range with the lane's summaries, and what a
 * block has hidden of them is added apart; a lane with many (a file without
 * exits) is walked poll by poll.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pollux-lod.h"

#define MAX_COLUMNS 65536

/* Stretches of uncrowded columns that are not longer are drawn like the crowds
 * around them. */
#define MAX_GAP 4

/* Up to so many open polls are looked for; with more, no block is used. */
#define MAX_OPEN 16

typedef struct
{
  PolluxLod *lod;
  const PolluxLane *lane;
  PolluxTime begin;
  PolluxTime end;
  gboolean use_blocks;
  guint n_levels;
  struct
  {
    const PolluxBlock *blocks;
    guint n;
  } levels[POLLUX_LANE_MAX_LEVELS];
  guint at;                /* the column where the walk is */
  guint n_open;            /* open polls added one by one */
  guint open[MAX_OPEN];
} Walk;

/**
 * pollux_lod_init:
 */
void
pollux_lod_init (PolluxLod *lod)
{
  memset (lod, 0, sizeof *lod);
}

/**
 * pollux_lod_clear:
 */
void
pollux_lod_clear (PolluxLod *lod)
{
  g_clear_pointer (&lod->bounds, g_free);
  g_clear_pointer (&lod->columns, g_free);
  pollux_lod_init (lod);
}

static void
reserve (PolluxLod *lod,
         guint      n)
{
  lod->n = n;
  lod->begin = lod->end = 0;
  if (n <= lod->n_allocated)
    return;

  g_free (lod->columns);
  g_free (lod->bounds);
  lod->columns = g_new0 (PolluxLodColumn, n);
  lod->bounds = g_new (PolluxTime, n + 1);
  lod->n_allocated = n;
}

/**
 * pollux_lod_set_viewport:
 *
 * Makes one column for each pixel of @viewport, counted from its left edge, or
 * for each nanosecond if that is wider. All columns are zero afterwards.
 */
void
pollux_lod_set_viewport (PolluxLod            *lod,
                         const PolluxViewport *viewport)
{
  double step = MAX (viewport->scale, 1);
  double first = viewport->scale < 1 ? 0 : viewport->fraction;
  guint n = CLAMP (ceil (viewport->width * viewport->scale / step) + (viewport->scale < 1),
                   1, MAX_COLUMNS);

  pollux_lod_reset (lod);
  reserve (lod, n);
  for (guint i = 0; i <= n; i++)
    lod->bounds[i] = viewport->left + (gint64) ceil (first + i * step);
  lod->inverse = 1 / step;
}

/**
 * pollux_lod_set_range:
 * @range: ns, not empty
 * @n: how many columns; fewer are made of a range of fewer nanoseconds
 *
 * Cuts @range into columns. All are zero afterwards.
 */
void
pollux_lod_set_range (PolluxLod   *lod,
                      PolluxRange  range,
                      guint        n)
{
  double length = MAX (1, (double) range.end - (double) range.begin);

  pollux_lod_reset (lod);
  n = CLAMP (n, 1, MIN (length, MAX_COLUMNS));
  reserve (lod, n);
  /* The whole of the longest range is one more than an integer can hold. */
  for (guint i = 0; i < n; i++)
    lod->bounds[i] = range.begin + (gint64) floor (length * i / n);
  lod->bounds[n] = MAX (range.end, range.begin + 1);
  lod->inverse = n / length;
}

/**
 * pollux_lod_reset:
 */
void
pollux_lod_reset (PolluxLod *lod)
{
  if (lod->end > lod->begin)
    memset (&lod->columns[lod->begin], 0, (lod->end - lod->begin) * sizeof *lod->columns);

  lod->begin = lod->end = 0;
}

/**
 * pollux_lod_find:
 * @time: from bounds[0] on and before bounds[n]
 *
 * Returns: the column that holds @time
 */
guint
pollux_lod_find (const PolluxLod *lod,
                 PolluxTime       time)
{
  gint64 column = (gint64) ((double) (time - lod->bounds[0]) * lod->inverse);

  column = CLAMP (column, 0, (gint64) lod->n - 1);
  while (time < lod->bounds[column])
    column--;
  while (time >= lod->bounds[column + 1])
    column++;

  return column;
}

/* Column of @time, looked for where the walk is first. */
static inline guint
find_from (const Walk *walk,
           PolluxTime  time)
{
  const PolluxLod *lod = walk->lod;

  if (time >= lod->bounds[walk->at])
    {
      if (time < lod->bounds[walk->at + 1])
        return walk->at;
      if (walk->at + 2 <= lod->n && time < lod->bounds[walk->at + 2])
        return walk->at + 1;
    }

  return pollux_lod_find (lod, time);
}

static inline void
note_column (Walk            *walk,
             PolluxLodColumn *column,
             guint            poll)
{
  guint at = column - walk->lod->columns;

  if (walk->lod->end == walk->lod->begin)
    walk->lod->begin = walk->lod->end = at;
  walk->lod->begin = MIN (walk->lod->begin, at);
  walk->lod->end = MAX (walk->lod->end, at + 1);

  if (column->n_polls == 0 && column->wait == 0)
    column->first = poll;
}

/* Columns between two edges are inside the poll from end to end. */
static void
add_poll (Walk       *walk,
          guint       index,
          PolluxTime  start,
          PolluxTime  end)
{
  PolluxLod *lod = walk->lod;
  gint64 length = end - start;
  PolluxTime begin = MAX (start, walk->begin);
  PolluxTime until = MIN (end, walk->end);
  PolluxLodColumn *column, *first;
  guint at;

  if (begin >= walk->end || (until <= begin && start != begin))
    return;

  at = find_from (walk, begin);
  first = column = &lod->columns[at];

  do
    {
      PolluxTime edge = MIN (lod->bounds[at + 1], until);

      note_column (walk, column, index);
      column->busy += MAX (0, edge - begin);
      column->longest_poll = MAX (column->longest_poll, length);
      column->n_polls++;
      begin = edge;
      column++;
      at++;
    }
  while (begin < until);

  if (start < walk->begin)
    return;

  first->n_starts++;
  if (length < lod->bounds[first - lod->columns + 1] - lod->bounds[first - lod->columns])
    first->flags |= POLLUX_LOD_SHORT;
}

static void
add_wait (Walk       *walk,
          guint       index,
          PolluxTime  begin,
          PolluxTime  end)
{
  PolluxLod *lod = walk->lod;
  gint64 length = end - begin;
  guint at;

  begin = MAX (begin, walk->begin);
  end = MIN (end, walk->end);
  if (end <= begin)
    return;

  for (at = find_from (walk, begin); begin < end; at++)
    {
      PolluxTime edge = MIN (lod->bounds[at + 1], end);

      note_column (walk, &lod->columns[at], index);
      lod->columns[at].wait += edge - begin;
      lod->columns[at].longest_wait = MAX (lod->columns[at].longest_wait, length);
      begin = edge;
    }
}

static void
add_block (Walk              *walk,
           const PolluxBlock *block,
           guint              at,
           guint              index,
           guint              n)
{
  PolluxLodColumn *column = &walk->lod->columns[at];

  note_column (walk, column, index);
  column->busy += block->busy;
  column->wait += block->wait;
  column->longest_poll = MAX (column->longest_poll, block->longest_poll);
  column->longest_wait = MAX (column->longest_wait, block->longest_wait);
  column->n_polls += n;
  column->n_starts += n;
  column->flags |= POLLUX_LOD_SHORT | (block->n_delays > 0 ? POLLUX_LOD_WOKEN : 0);
}

/* Shares a block out to column @at and the next one. Its longest sections may
 * lie in either. */
static void
share_block (Walk              *walk,
             const PolluxBlock *block,
             guint              at,
             guint              index,
             guint              n)
{
  PolluxTime edge = walk->lod->bounds[at + 1];
  double share = (double) (edge - block->first) / (block->last - block->first);
  PolluxBlock left = *block, right = *block;
  guint n_left = CLAMP ((guint) (n * share), 1, n - 1);

  left.busy = block->busy * share;
  left.wait = block->wait * share;
  right.busy -= left.busy;
  right.wait -= left.wait;
  add_block (walk, &left, at, index, n_left);
  add_block (walk, &right, at + 1, index + n_left, n - n_left);
}

/* Whether a block that crosses the edge behind column @at is so short that it
 * may be shared out. */
static gboolean
can_share (const PolluxLod   *lod,
           const PolluxBlock *block,
           guint              at)
{
  return at + 2 <= lod->n && block->last < lod->bounds[at + 2] &&
         (block->last - block->first) * 4 <= lod->bounds[at + 1] - lod->bounds[at];
}

/* Adds the largest block that begins with poll @index, ends before poll @end
 * and lies in one column, or nearly. Returns how many polls it has, 0 if there
 * is none. */
static guint
take_block (Walk  *walk,
            guint  index,
            guint  end)
{
  const PolluxLod *lod = walk->lod;
  const PolluxBlock *best = NULL;
  guint64 span = POLLUX_LANE_FANOUT;
  guint at = 0, n = 0;

  for (guint level = 0; index % span == 0 && index + span <= end && level < walk->n_levels;
       level++)
    {
      const PolluxBlock *block;

      if (index / span >= walk->levels[level].n)
        break;

      block = &walk->levels[level].blocks[index / span];
      if (best == NULL)
        {
          if (block->first < walk->begin || block->last >= walk->end)
            break;
          at = find_from (walk, block->first);
        }
      if (block->last >= lod->bounds[at + 1] && !can_share (lod, block, at))
        break;

      best = block;
      n = span;
      span *= POLLUX_LANE_STEP;
    }

  if (best == NULL)
    return 0;

  walk->at = at;
  if (best->last < lod->bounds[at + 1])
    add_block (walk, best, at, index, n);
  else
    share_block (walk, best, at, index, n);

  return n;
}

/* The lowest blocks from poll @index on that lie in the column where the walk is, up to
 * the next that a larger block may begin with. Returns how many polls they have. */
static guint
take_blocks_inside (Walk  *walk,
                    guint  index,
                    guint  end)
{
  const guint larger = POLLUX_LANE_FANOUT * POLLUX_LANE_STEP;
  PolluxTime begin = walk->lod->bounds[walk->at], until = walk->lod->bounds[walk->at + 1];
  PolluxLodColumn *column = &walk->lod->columns[walk->at];
  guint last = MIN (end, (index / larger + 1) * (guint64) larger) / POLLUX_LANE_FANOUT;
  guint first = index / POLLUX_LANE_FANOUT;
  gint64 busy = 0, wait = 0;
  gint64 longest_poll = column->longest_poll, longest_wait = column->longest_wait;
  guint32 delays = 0;
  guint i, n;

  if (column->n_polls == 0 || index % larger == 0 || walk->n_levels == 0)
    return 0;

  last = MIN (last, walk->levels[0].n);
  for (i = first; i < last; i++)
    {
      const PolluxBlock *block = &walk->levels[0].blocks[i];

      if (block->first < begin || block->last >= until)
        break;
      busy += block->busy;
      wait += block->wait;
      longest_poll = MAX (longest_poll, block->longest_poll);
      longest_wait = MAX (longest_wait, block->longest_wait);
      delays |= block->n_delays;
    }

  if (i == first)
    return 0;

  n = (i - first) * POLLUX_LANE_FANOUT;
  column->busy += busy;
  column->wait += wait;
  column->longest_poll = longest_poll;
  column->longest_wait = longest_wait;
  column->n_polls += n;
  column->n_starts += n;
  column->flags |= POLLUX_LOD_SHORT | (delays != 0 ? POLLUX_LOD_WOKEN : 0);

  return n;
}

/* Polls that lie in the column where the walk is, as nearly all do where they are
 * dense. Returns how many they are. */
static inline guint
add_inside (Walk             *walk,
            const PolluxPoll *polls,
            guint             n)
{
  PolluxTime begin = walk->lod->bounds[walk->at], end = walk->lod->bounds[walk->at + 1];
  PolluxLodColumn *column = &walk->lod->columns[walk->at];
  gint64 busy = 0, wait = 0;
  gint64 longest_poll = column->longest_poll, longest_wait = column->longest_wait;
  guint flags = 0;
  guint i;

  if (column->n_polls == 0)
    return 0;

  for (i = 0; i < n; i++)
    {
      const PolluxPoll *poll = &polls[i];
      gint64 length = poll->end - poll->start;

      if (poll->start - poll->wait < begin || poll->end >= end || (poll->flags & POLLUX_POLL_OPEN))
        break;
      busy += length;
      wait += poll->wait;
      longest_poll = MAX (longest_poll, length);
      longest_wait = MAX (longest_wait, poll->wait);
      flags |= poll->flags;
    }

  if (i == 0)
    return 0;

  column->busy += busy;
  column->wait += wait;
  column->longest_poll = longest_poll;
  column->longest_wait = longest_wait;
  column->n_polls += i;
  column->n_starts += i;
  column->flags |= POLLUX_LOD_SHORT | (flags & POLLUX_POLL_WOKEN ? POLLUX_LOD_WOKEN : 0);

  return i;
}

/* A short wait takes a pixel of its own before the poll. */
static inline void
note_short (Walk             *walk,
            const PolluxPoll *poll)
{
  const PolluxLod *lod = walk->lod;
  gint64 length;
  guint at;

  if (poll->start < walk->begin || poll->start >= walk->end)
    return;

  at = find_from (walk, poll->start);
  length = lod->bounds[at + 1] - lod->bounds[at];
  if (poll->wait < length && poll->end - poll->start - length < length - poll->wait)
    lod->columns[at].flags |= POLLUX_LOD_SHORT;
}

static void
add_across (Walk             *walk,
            guint             index,
            const PolluxPoll *poll)
{
  PolluxTime due = poll->start - poll->wait;

  if (poll->wait > 0)
    add_wait (walk, index, due, poll->start);
  add_poll (walk, index, poll->start, poll->end);
  if (poll->wait > 0)
    note_short (walk, poll);

  if ((poll->flags & POLLUX_POLL_WOKEN) && due >= walk->begin && due < walk->end)
    walk->lod->columns[find_from (walk, due)].flags |= POLLUX_LOD_WOKEN;
  if (poll->end >= walk->begin && poll->end < walk->end)
    walk->at = find_from (walk, poll->end);

  if ((poll->flags & POLLUX_POLL_OPEN) && walk->n_open < MAX_OPEN)
    walk->open[walk->n_open++] = index;
}

/* Adds @n polls from @index on. */
static void
add_some_polls (Walk  *walk,
                guint  index,
                guint  n)
{
  PolluxPoll polls[POLLUX_LANE_FANOUT];

  pollux_lane_get_times (walk->lane, index, n, polls);
  for (guint i = 0; i < n; i++)
    {
      i += add_inside (walk, polls + i, n - i);
      if (i < n)
        add_across (walk, index + i, &polls[i]);
    }
}

static void
add_polls (Walk  *walk,
           guint  index,
           guint  end)
{
  while (index < end)
    {
      guint inside = index % POLLUX_LANE_FANOUT;
      guint n = 0;

      if (inside == 0 && walk->use_blocks)
        {
          n = take_blocks_inside (walk, index, end);
          if (n == 0)
            n = take_block (walk, index, end);
        }

      if (n == 0)
        {
          n = MIN (POLLUX_LANE_FANOUT - inside, end - index);
          add_some_polls (walk, index, n);
        }

      index += n;
    }
}

/* An open poll that stands in a block: its start was counted, its time not. */
static void
add_hidden_open (Walk             *walk,
                 guint             index,
                 const PolluxPoll *poll)
{
  PolluxLodColumn *column;

  for (guint i = 0; i < walk->n_open; i++)
    if (walk->open[i] == index)
      return;

  column = &walk->lod->columns[pollux_lod_find (walk->lod, poll->start)];
  column->n_starts--;
  column->n_polls--;
  add_poll (walk, index, poll->start, poll->end);
}

static void
find_hidden_open (Walk        *walk,
                  PolluxRange  range)
{
  guint first = pollux_lane_find_poll (walk->lane, range.begin);
  guint behind = pollux_lane_find_poll (walk->lane, range.end);
  PolluxTime middle = range.begin + (range.end - range.begin) / 2;
  PolluxLaneSummary summary;
  PolluxPoll poll;

  if (behind - first > POLLUX_LANE_FANOUT && range.end - range.begin > 1)
    {
      pollux_lane_summarize (walk->lane, range, &summary);
      if (summary.n_open == 0)
        return;
      find_hidden_open (walk, (PolluxRange) { range.begin, middle });
      find_hidden_open (walk, (PolluxRange) { middle, range.end });
      return;
    }

  for (guint i = first; i < behind; i++)
    {
      pollux_lane_get_poll (walk->lane, i, &poll);
      if (poll.flags & POLLUX_POLL_OPEN)
        add_hidden_open (walk, i, &poll);
    }
}

/**
 * pollux_lod_add_lane:
 * @lane: settled
 *
 * Adds what @lane did, its unanswered stretch as a wait.
 */
void
pollux_lod_add_lane (PolluxLod        *lod,
                     const PolluxLane *lane)
{
  Walk walk = { .lod = lod, .lane = lane, .begin = lod->bounds[0], .end = lod->bounds[lod->n] };
  PolluxRange life = pollux_lane_get_life (lane);
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);
  guint n_polls = pollux_lane_get_n_polls (lane);
  PolluxLaneSummary summary = { 0 };
  guint first, end;

  if (life.begin >= walk.end && n_polls == 0)
    return;

  first = pollux_lane_find_poll (lane, walk.begin);
  end = pollux_lane_find_poll (lane, walk.end);

  if (end - first >= POLLUX_LANE_FANOUT)
    pollux_lane_summarize (lane, (PolluxRange) { walk.begin, walk.end }, &summary);
  walk.use_blocks = summary.n_open <= MAX_OPEN;
  walk.n_levels = MIN (pollux_lane_get_n_levels (lane), POLLUX_LANE_MAX_LEVELS);
  for (guint i = 0; i < walk.n_levels; i++)
    {
      walk.levels[i].n = pollux_lane_get_n_blocks (lane, i);
      walk.levels[i].blocks = walk.levels[i].n > 0 ? pollux_lane_get_block (lane, i, 0) : NULL;
    }

  /* The poll before may reach into the view, and the wait of the one behind. */
  add_polls (&walk, first > 0 ? first - 1 : 0, MIN (end + 1, n_polls));
  if (summary.n_open > walk.n_open && walk.use_blocks)
    find_hidden_open (&walk, (PolluxRange) { walk.begin, walk.end });
  add_wait (&walk, G_MAXUINT, unanswered.begin, unanswered.end);
}

static gboolean
is_crowded (const PolluxLod *lod,
            guint            at)
{
  const PolluxLodColumn *column = &lod->columns[at];
  gboolean after_short, before_other;

  if (column->n_starts != 1)
    return column->n_starts > 1;

  after_short = at > lod->begin && column[-1].n_starts > 0 &&
                (column[-1].flags & POLLUX_LOD_SHORT);
  before_other = (column->flags & POLLUX_LOD_SHORT) && at + 1 < lod->end && column[1].n_starts > 0;

  return after_short || before_other;
}

/* A short poll beside a crowd: there may be no room for it and its wait. */
static gboolean
is_beside_crowd (const PolluxLod *lod,
                 guint            at)
{
  if (lod->columns[at].n_starts == 0 || !(lod->columns[at].flags & POLLUX_LOD_SHORT))
    return FALSE;

  return (at > lod->begin && (lod->columns[at - 1].flags & POLLUX_LOD_CROWDED)) ||
         (at + 1 < lod->end && is_crowded (lod, at + 1));
}

/* Whether columns [from, to) may be drawn as part of the crowds at both sides:
 * not if a poll fills one from end to end. */
static gboolean
is_small_gap (const PolluxLod *lod,
              guint            from,
              guint            to)
{
  if (to - from > MAX_GAP)
    return FALSE;

  for (guint i = from; i < to; i++)
    if (lod->columns[i].n_starts == 0 &&
        (lod->columns[i].busy >= lod->bounds[i + 1] - lod->bounds[i] ||
         lod->columns[i].wait >= lod->bounds[i + 1] - lod->bounds[i]))
      return FALSE;

  return TRUE;
}

/**
 * pollux_lod_find_crowds:
 *
 * Marks the columns of one lane in which polls cannot be drawn one by one
 * with a gap between them: where two start in one pixel, or a poll shorter
 * than a pixel has a neighbour in the next one. Short stretches between two
 * crowds belong to them, so that drawing does not change back and forth.
 */
void
pollux_lod_find_crowds (PolluxLod *lod)
{
  guint last = G_MAXUINT;

  for (guint i = lod->begin; i < lod->end; i++)
    {
      if (!is_crowded (lod, i) && !is_beside_crowd (lod, i))
        continue;

      if (last != G_MAXUINT && is_small_gap (lod, last + 1, i))
        for (guint gap = last + 1; gap < i; gap++)
          lod->columns[gap].flags |= POLLUX_LOD_CROWDED;

      lod->columns[i].flags |= POLLUX_LOD_CROWDED;
      last = i;
    }
}

typedef struct
{
  const PolluxLane *lane;
  PolluxRange range;
  gboolean wait;
  gint64 length;
  guint index;
} Search;

static void
search_poll (Search *search,
             guint   index)
{
  PolluxRange section;
  PolluxPoll poll;

  pollux_lane_get_poll (search->lane, index, &poll);
  section = search->wait ? (PolluxRange) { poll.start - poll.wait, poll.start }
                         : (PolluxRange) { poll.start, poll.end };

  if (section.begin >= search->range.end ||
      (section.end <= search->range.begin && section.begin < search->range.begin))
    return;
  if (search->wait && section.end == section.begin)
    return;

  if (section.end - section.begin > search->length || search->index == G_MAXUINT)
    {
      search->length = section.end - section.begin;
      search->index = index;
    }
}

/* A block is looked into only if it can hold something longer. */
static void
search_polls (Search *search,
              guint   index,
              guint   end)
{
  while (index < end)
    {
      guint64 span = POLLUX_LANE_FANOUT;
      guint n = 1;

      for (guint level = 0; index % span == 0 && index + span <= end &&
           index / span < pollux_lane_get_n_blocks (search->lane, level); level++)
        {
          const PolluxBlock *block = pollux_lane_get_block (search->lane, level, index / span);

          if ((search->wait ? block->longest_wait : block->longest_poll) > search->length)
            break;
          n = span;
          span *= POLLUX_LANE_STEP;
        }

      if (n == 1)
        search_poll (search, index);
      index += n;
    }
}

/**
 * pollux_lod_find_longest:
 * @range: ns, half open
 * @wait: the longest wait, else the longest poll
 *
 * Looks for the longest section that overlaps @range, in O(fan-out x log n)
 * expected.
 *
 * Returns: the index of the poll (that ends the wait); G_MAXUINT if none does
 */
guint
pollux_lod_find_longest (const PolluxLane *lane,
                         PolluxRange       range,
                         gboolean          wait)
{
  Search search = { lane, range, wait, -1, G_MAXUINT };
  guint first = pollux_lane_find_poll (lane, range.begin);
  guint end = pollux_lane_find_poll (lane, range.end);

  search_polls (&search, first > 0 ? first - 1 : 0,
                MIN (end + 1, pollux_lane_get_n_polls (lane)));

  return search.index;
}
