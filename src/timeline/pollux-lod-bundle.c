/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The columns of a bundle. Each edge between two columns is looked up in the
 * bundle's sorted moments, so all sums are exact, also of polls that overlap,
 * and columns in which nothing is cost next to nothing: O(columns x fan-out x
 * levels), expected, however many polls there are.
 */

#include "config.h"

#include "pollux-bundle-private.h"
#include "pollux-lod.h"

static void
add_column (PolluxLod                 *lod,
            guint                      at,
            const PolluxBundle        *bundle,
            const PolluxBundleMoment  *from,
            const PolluxBundleMoment  *to)
{
  PolluxLodColumn *column = &lod->columns[at];
  PolluxRange range = { lod->bounds[at], lod->bounds[at + 1] };
  PolluxBundleSummary summary;
  PolluxPoll poll;
  guint longest;

  pollux_bundle_compare_moments (bundle, range, from, to, &summary, &longest);

  if (lod->end == lod->begin)
    lod->begin = lod->end = at;
  lod->begin = MIN (lod->begin, at);
  lod->end = MAX (lod->end, at + 1);

  if (column->n_polls == 0 && column->wait == 0)
    column->first = longest;
  column->busy += summary.busy;
  column->wait += summary.wait;
  column->longest_poll = MAX (column->longest_poll, summary.longest_poll);
  column->longest_wait = MAX (column->longest_wait, summary.longest_wait);
  column->n_starts += summary.n_starts;
  column->n_polls += summary.n_polls;

  if (summary.n_starts > 1 ||
      (summary.n_starts == 1 && pollux_bundle_get_poll (bundle, from->n_before, &poll) &&
       poll.end - poll.start < range.end - range.begin))
    column->flags |= POLLUX_LOD_SHORT;
}

/**
 * pollux_lod_add_bundle:
 * @bundle: polls of many lanes
 *
 * Adds what the tasks of @bundle did, each for itself: @busy and @wait of a
 * column may be more than its length. @first is the entry of the longest poll
 * that overlaps it, or of the longest wait where no poll does. No wakes are
 * told (%POLLUX_LOD_WOKEN).
 */
void
pollux_lod_add_bundle (PolluxLod          *lod,
                       const PolluxBundle *bundle)
{
  PolluxBundleMoment from = { 0 }, to;

  pollux_bundle_get_moment (bundle, lod->bounds[0], &from);
  for (guint at = 0; at < lod->n; at++)
    {
      to = from;
      pollux_bundle_get_moment (bundle, lod->bounds[at + 1], &to);
      if (from.n_active > 0 || to.n_before > from.n_before || to.wait != from.wait)
        add_column (lod, at, bundle, &from, &to);
      from = to;
    }
}
