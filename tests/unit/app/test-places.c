/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-places.h"

/* The list itself is not asked: what it would hold is counted here. */
static guint n_items;
static guint n_offers;
static guint n_called;

static guint
get_n_items (gpointer owner)
{
  return n_items;
}

static void
offered (gpointer owner)
{
  n_offers++;
}

static const PolluxPlacesFuncs funcs = { get_n_items, offered };

static void
changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  guint *n_told = user_data;

  g_assert_cmpuint (position + n_removed, ==, *n_told);
  *n_told = position + n_added;
}

/* Few at a time, until a view has what it keeps at hand; then all. */
static void
test_steps (void)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_OBJECT);
  PolluxPlaces *places = pollux_places_new (G_LIST_MODEL (list), &funcs);
  guint n_told = 0, n_steps = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &n_told);
  n_items = 1000000;
  n_offers = 0;
  pollux_places_offer (places);
  g_assert_cmpuint (n_told, ==, 0);
  while (pollux_places_is_offering (places))
    {
      guint n_before = n_told;

      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (n_told, >, n_before);
      g_assert_true (n_told - n_before <= 20 || n_told == n_items);
      n_steps++;
    }
  g_assert_cmpuint (n_steps, >, 5);
  g_assert_cmpuint (n_offers, ==, 1);
  g_assert_cmpuint (n_told, ==, n_items);

  n_items = 1000;
  pollux_places_offer (places);
  g_assert_false (pollux_places_is_offering (places));
  g_assert_cmpuint (n_told, ==, n_items);
  g_assert_cmpuint (pollux_places_get_n_offered (places), ==, n_items);

  /* What is under way ends with the places. */
  n_items = 0;
  pollux_places_offer (places);
  n_items = 1000;
  pollux_places_offer (places);
  g_assert_true (pollux_places_is_offering (places));
  pollux_places_free (places);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, ==, 0);
}

static void
drop_cb (gpointer owner, gpointer row, guint position)
{
  g_assert_cmpuint (position, <, 2);
  n_called++;
}

static void
test_rows (void)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_OBJECT);
  PolluxPlaces *places = pollux_places_new (G_LIST_MODEL (list), &funcs);
  g_autoptr (GObject) first = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) last = g_object_new (G_TYPE_OBJECT, NULL);
  GObject *dropped = g_object_new (G_TYPE_OBJECT, NULL);
  GObject *found;

  n_items = 10;
  pollux_places_offer (places);
  pollux_places_add_row (places, 0, first);
  pollux_places_add_row (places, 1, dropped);
  pollux_places_add_row (places, 9, last);

  found = pollux_places_ref_row (places, 9);
  g_assert_true (found == last);
  g_object_unref (found);
  g_assert_null (pollux_places_ref_row (places, 5));

  /* A place that the list has no longer, and has again, is another. */
  n_items = 9;
  pollux_places_offer (places);
  n_items = 10;
  pollux_places_offer (places);
  g_assert_null (pollux_places_ref_row (places, 9));

  n_called = 0;
  pollux_places_foreach (places, drop_cb);
  g_assert_cmpuint (n_called, ==, 2);
  g_object_unref (dropped);
  g_assert_null (pollux_places_ref_row (places, 1));
  n_called = 0;
  pollux_places_foreach (places, drop_cb);
  g_assert_cmpuint (n_called, ==, 1);

  pollux_places_clear (places);
  g_assert_null (pollux_places_ref_row (places, 0));
  g_assert_cmpuint (pollux_places_get_n_offered (places), ==, 0);
  pollux_places_add_row (places, 0, first);
  pollux_places_free (places);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/places/steps", test_steps);
  g_test_add_func ("/places/rows", test_rows);

  return g_test_run ();
}
