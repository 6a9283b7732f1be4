/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PolluxPlaces PolluxPlaces;

typedef void (*PolluxPlacesFunc) (gpointer owner, gpointer row, guint position);

/* What the owner of the places does. */
typedef struct
{
  guint (*get_n_items) (gpointer owner); /* how many there are to offer */
  void (*offered) (gpointer owner);      /* all are, after steps */
  PolluxPlacesFunc refill;               /* the row is in another place */
} PolluxPlacesFuncs;

PolluxPlaces *pollux_places_new (GListModel *owner, const PolluxPlacesFuncs *funcs);
void pollux_places_free (PolluxPlaces *places);
void pollux_places_clear (PolluxPlaces *places);

guint pollux_places_get_n_offered (PolluxPlaces *places);
gboolean pollux_places_is_offering (PolluxPlaces *places);
void pollux_places_offer (PolluxPlaces *places);
void pollux_places_set_resting (PolluxPlaces *places, gboolean resting);

gpointer pollux_places_ref_row (PolluxPlaces *places, guint position);
void pollux_places_add_row (PolluxPlaces *places, guint position, gpointer row);
void pollux_places_foreach (PolluxPlaces *places, PolluxPlacesFunc func);

G_END_DECLS
