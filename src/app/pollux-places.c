/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the lists behind the tables have in common: rows are made for what is
 * on the screen, and are places. In another order, or with another filter, the
 * places that have rows get other things, and only what the list grew or
 * shrank by at its end is told as a change of the list. GTK keeps two hundred
 * rows of widgets at hand, and to take them all down and up again takes a tenth
 * of a second.
 *
 * For the same reason a list that was empty does not come all at once, and does
 * not go at once: the first rows come and go a few at a time, when there is
 * nothing else to do. Places that are to go are blank until then, and those go
 * first that nobody has a row of. While nobody looks only a few are offered: all
 * rows that a view holds are styled and measured anew when it is shown again.
 */

#include "config.h"

#include "pollux-places.h"

/* Rows that are offered at a time, until the view has all it wants at hand. */
#define OFFER_STEP 20
#define OFFER_ALL 220

/* A row that somebody holds. */
typedef struct
{
  PolluxPlaces *places;
  guint position;
  GObject *row;             /* weak */
} Place;

struct _PolluxPlaces
{
  GListModel *owner;        /* borrowed */
  const PolluxPlacesFuncs *funcs;
  GHashTable *rows;         /* position -> Place */
  guint n_offered;          /* the length of the list, as others see it */
  guint source;
  gboolean resting;
};

static void
row_gone_cb (gpointer user_data, GObject *where_the_row_was)
{
  Place *place = user_data;

  place->row = NULL;
  g_hash_table_remove (place->places->rows, GUINT_TO_POINTER (place->position));
}

static void
place_free (gpointer data)
{
  Place *place = data;

  if (place->row != NULL)
    g_object_weak_unref (place->row, row_gone_cb, place);
  g_free (place);
}

/**
 * pollux_places_new:
 * @owner: whose places they are; borrowed, and told of as changed
 * @funcs: what it does; static
 *
 * Returns: (transfer full): no places
 */
PolluxPlaces *
pollux_places_new (GListModel *owner, const PolluxPlacesFuncs *funcs)
{
  PolluxPlaces *places = g_new0 (PolluxPlaces, 1);

  places->owner = owner;
  places->funcs = funcs;
  places->rows = g_hash_table_new_full (NULL, NULL, NULL, place_free);
  return places;
}

/**
 * pollux_places_free:
 * @places: (nullable) (transfer full): places
 */
void
pollux_places_free (PolluxPlaces *places)
{
  if (places == NULL)
    return;

  g_clear_handle_id (&places->source, g_source_remove);
  g_hash_table_unref (places->rows);
  g_free (places);
}

/**
 * pollux_places_clear:
 *
 * Offers nothing any more, and tells nobody: that is left to the owner.
 */
void
pollux_places_clear (PolluxPlaces *places)
{
  g_clear_handle_id (&places->source, g_source_remove);
  g_hash_table_remove_all (places->rows);
  places->n_offered = 0;
}

/**
 * pollux_places_get_n_offered:
 *
 * Returns: the length of the list, as others see it
 */
guint
pollux_places_get_n_offered (PolluxPlaces *places)
{
  return places->n_offered;
}

/**
 * pollux_places_is_offering:
 *
 * Returns: whether there are more that come in steps
 */
gboolean
pollux_places_is_offering (PolluxPlaces *places)
{
  return places->source != 0;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a, right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

/* The last of the places without rows: [*begin, *end), empty if all have one. */
static void
find_free (PolluxPlaces *places, guint *begin, guint *end)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;
  guint i;

  g_hash_table_iter_init (&iter, places->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint position = GPOINTER_TO_UINT (key);

      g_array_append_val (held, position);
    }
  g_array_sort (held, compare_positions);

  *end = places->n_offered;
  for (i = held->len; i > 0 && *end > 0 && g_array_index (held, guint, i - 1) == *end - 1; i--)
    (*end)--;
  *begin = i > 0 ? g_array_index (held, guint, i - 1) + 1 : 0;
}

/* Takes @n places out of the list. What is behind them moves up with its rows;
 * rows that are in them are nobody's. */
static void
take_out (PolluxPlaces *places, guint begin, guint n)
{
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, places->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Place *place = value;

      if (place->position < begin)
        continue;
      if (place->position - begin < n)
        {
          g_hash_table_iter_remove (&iter);
          continue;
        }
      g_ptr_array_add (behind, place);
      g_hash_table_iter_steal (&iter);
    }
  for (guint i = 0; i < behind->len; i++)
    {
      Place *place = g_ptr_array_index (behind, i);

      place->position -= n;
      g_hash_table_insert (places->rows, GUINT_TO_POINTER (place->position), place);
    }

  places->n_offered -= n;
  g_list_model_items_changed (places->owner, begin, n, 0);
}

/* Places without rows go first. Each stretch of them is told by itself: GTK 4.8
 * takes out the wrong widgets if it is told of a stretch that begins within
 * such places and goes on into others. */
static void
shrink (PolluxPlaces *places, guint n_offered)
{
  while (places->n_offered > n_offered)
    {
      guint begin, end, n;

      find_free (places, &begin, &end);
      n = MIN (end - begin, places->n_offered - n_offered);
      if (n > 0)
        take_out (places, end - n, n);
      else
        take_out (places, n_offered, places->n_offered - n_offered);
    }
}

/* Changes the length of the list as others see it, and tells them. */
static void
set_n_offered (PolluxPlaces *places, guint n_offered)
{
  guint n_before = places->n_offered;

  if (n_offered < n_before)
    {
      shrink (places, n_offered);
      return;
    }
  places->n_offered = n_offered;
  if (n_offered > n_before)
    g_list_model_items_changed (places->owner, n_before, 0, n_offered - n_before);
}

/* The next length on the way to @n_items. */
static guint
get_next (PolluxPlaces *places, guint n_items)
{
  guint n = places->n_offered;

  if (n < n_items)
    return n >= OFFER_ALL || n_items - n <= OFFER_STEP || n + OFFER_STEP >= OFFER_ALL
             ? n_items
             : n + OFFER_STEP;
  if (n > OFFER_ALL)
    return MAX (n_items, OFFER_ALL);
  return n - MIN (n - n_items, OFFER_STEP);
}

static guint
get_n_wanted (PolluxPlaces *places)
{
  guint n_items = places->funcs->get_n_items (places->owner);

  return places->resting ? MIN (n_items, OFFER_STEP) : n_items;
}

static gboolean
offer_cb (gpointer user_data)
{
  PolluxPlaces *places = user_data;
  guint n_items = get_n_wanted (places);
  guint n_before = places->n_offered;

  set_n_offered (places, get_next (places, n_items));
  if (places->n_offered < n_before)
    pollux_places_foreach (places, places->funcs->refill);
  if (places->n_offered != n_items)
    return G_SOURCE_CONTINUE;

  places->source = 0;
  places->funcs->offered (places->owner);
  return G_SOURCE_REMOVE;
}

/**
 * pollux_places_offer:
 *
 * Offers all that the owner has, at once or in steps. Until then there may be
 * fewer places than it has things, or more: those have nothing in them. What
 * rows hold after this is the owner's to see to, and what they hold after the
 * steps is asked for.
 */
void
pollux_places_offer (PolluxPlaces *places)
{
  guint n_items = get_n_wanted (places);

  g_clear_handle_id (&places->source, g_source_remove);
  if (places->n_offered > n_items || n_items - places->n_offered <= OFFER_STEP ||
      places->n_offered >= OFFER_ALL)
    set_n_offered (places, get_next (places, n_items));
  if (places->n_offered == n_items)
    return;

  places->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, offer_cb, places, NULL);
}

/**
 * pollux_places_set_resting:
 * @resting: whether nobody looks; at first somebody does
 *
 * While nobody does only a few places are offered.
 */
void
pollux_places_set_resting (PolluxPlaces *places, gboolean resting)
{
  if (places->resting == !!resting)
    return;

  places->resting = !!resting;
  pollux_places_offer (places);
  pollux_places_foreach (places, places->funcs->refill);
}

/**
 * pollux_places_ref_row:
 * @position: a position
 *
 * Returns: (transfer full) (nullable): the row there, if somebody holds it
 */
gpointer
pollux_places_ref_row (PolluxPlaces *places, guint position)
{
  Place *place = g_hash_table_lookup (places->rows, GUINT_TO_POINTER (position));

  return place != NULL ? g_object_ref (place->row) : NULL;
}

/**
 * pollux_places_add_row:
 * @position: a position without a row
 * @row: an object; known until nobody holds it, not held
 */
void
pollux_places_add_row (PolluxPlaces *places, guint position, gpointer row)
{
  Place *place = g_new (Place, 1);

  place->places = places;
  place->position = position;
  place->row = row;
  g_object_weak_ref (place->row, row_gone_cb, place);
  g_hash_table_insert (places->rows, GUINT_TO_POINTER (position), place);
}

/**
 * pollux_places_foreach:
 * @func: called for each row that somebody holds, those of places with nothing
 *   in them included; it may make them drop some
 */
void
pollux_places_foreach (PolluxPlaces *places, PolluxPlacesFunc func)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, places->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Place *place = value;

      g_ptr_array_add (rows, g_object_ref (place->row));
      g_array_append_val (positions, place->position);
    }

  for (guint i = 0; i < rows->len; i++)
    func (places->owner, g_ptr_array_index (rows, i), g_array_index (positions, guint, i));
}
