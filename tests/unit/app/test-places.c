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

static guint n_refilled;

static void
refill (gpointer owner, gpointer row, guint position)
{
  n_refilled++;
}

static const PolluxPlacesFuncs funcs = { get_n_items, offered, refill };

static void
changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  guint *n_told = user_data;

  g_assert_cmpuint (n_removed == 0 ? position : position + n_removed, <=, *n_told);
  g_assert_true (n_removed == 0 || n_added == 0);
  *n_told += n_added - n_removed;
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

  /* And no more than as few again. */
  n_items = 7;
  n_steps = 0;
  pollux_places_offer (places);
  g_assert_cmpuint (n_told, ==, 220);
  while (pollux_places_is_offering (places))
    {
      guint n_before = n_told;

      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (n_told, <, n_before);
      g_assert_cmpuint (n_before - n_told, <=, 20);
      n_steps++;
    }
  g_assert_cmpuint (n_steps, >, 5);
  g_assert_cmpuint (n_told, ==, 7);
  g_assert_cmpuint (n_offers, ==, 2);

  /* Where it turns round, it does so where it is. */
  n_items = 1000;
  pollux_places_offer (places);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_told, ==, 27);
  n_items = 25;
  pollux_places_offer (places);
  g_assert_false (pollux_places_is_offering (places));
  g_assert_cmpuint (n_told, ==, 25);

  /* What is under way ends with the places. */
  n_items = 1000;
  pollux_places_offer (places);
  g_assert_true (pollux_places_is_offering (places));
  pollux_places_free (places);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, ==, 25);
}

static void
finish (PolluxPlaces *places)
{
  while (pollux_places_is_offering (places))
    g_main_context_iteration (NULL, TRUE);
}

/* A few while nobody looks, and in steps both ways. */
static void
test_resting (void)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_OBJECT);
  PolluxPlaces *places = pollux_places_new (G_LIST_MODEL (list), &funcs);
  guint n_told = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &n_told);
  pollux_places_set_resting (places, TRUE);
  n_items = 1000;
  pollux_places_offer (places);
  g_assert_false (pollux_places_is_offering (places));
  g_assert_cmpuint (n_told, ==, 20);
  n_items = 7;
  pollux_places_offer (places);
  finish (places);
  g_assert_cmpuint (n_told, ==, 7);

  n_items = 1000;
  pollux_places_set_resting (places, FALSE);
  g_assert_cmpuint (n_told, <=, 27);
  finish (places);
  g_assert_cmpuint (n_told, ==, 1000);

  pollux_places_set_resting (places, TRUE);
  g_assert_cmpuint (n_told, ==, 220);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_told, ==, 200);
  finish (places);
  g_assert_cmpuint (n_told, ==, 20);
  pollux_places_free (places);
}

static GObject *
add_row (PolluxPlaces *places, guint position)
{
  GObject *row = g_object_new (G_TYPE_OBJECT, NULL);

  pollux_places_add_row (places, position, row);
  return row;
}

static void
count_cb (gpointer owner, gpointer row, guint position)
{
  g_assert_cmpuint (position, <, 220);
  n_called++;
}

static void
count_changes_cb (GListModel *list, guint position, guint n_removed, guint n_added,
                  gpointer places)
{
  n_called++;
  g_assert_cmpuint (n_added, ==, 0);
  g_assert_cmpuint (pollux_places_get_n_offered (places), >=, 220);
}

/* What a view far down has at hand it keeps, all of it. */
static void
test_move (void)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_OBJECT);
  PolluxPlaces *places = pollux_places_new (G_LIST_MODEL (list), &funcs);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  n_items = 5000;
  pollux_places_offer (places);
  while (pollux_places_is_offering (places))
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_add (rows, add_row (places, 210));
  for (guint i = 0; i < 200; i++)
    g_ptr_array_add (rows, add_row (places, 3000 + i));

  /* Told of a stretch that begins in places without rows and goes on into
   * others, GTK takes out the wrong rows: [3200, 5000), [211, 3000), and as many
   * before 210 as are still to go. */
  n_items = 5;
  n_called = 0;
  g_signal_connect (list, "items-changed", G_CALLBACK (count_changes_cb), places);
  pollux_places_offer (places);
  g_assert_cmpuint (n_called, ==, 3);
  n_called = 0;
  pollux_places_foreach (places, count_cb);
  g_assert_cmpuint (n_called, ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GObject) row = pollux_places_ref_row (places, 19 + i);

      g_assert_true (row == g_ptr_array_index (rows, i));
    }

  /* Steps move rows again. */
  g_signal_handlers_disconnect_by_func (list, count_changes_cb, places);
  n_refilled = 0;
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (pollux_places_get_n_offered (places), ==, 200);
  g_assert_cmpuint (n_refilled, ==, 200);
  pollux_places_free (places);
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

  /* Places without rows go first, and the others move up. */
  n_items = 3;
  pollux_places_offer (places);
  n_items = 10;
  pollux_places_offer (places);
  g_assert_null (pollux_places_ref_row (places, 9));
  found = pollux_places_ref_row (places, 2);
  g_assert_true (found == last);
  g_object_unref (found);

  /* Where all have one, the last is nobody's. */
  n_items = 2;
  pollux_places_offer (places);
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
  g_test_add_func ("/places/resting", test_resting);
  g_test_add_func ("/places/rows", test_rows);
  g_test_add_func ("/places/move", test_move);

  return g_test_run ();
}
