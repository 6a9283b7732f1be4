/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture is a scene of its own, a few lanes high, painted as large as three
 * of it and scaled down: so its bars look like those of the timeline. One is
 * painted in each turn of the main loop, none in a frame of the timeline.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-history-popover.h"

#include "pollux-theme.h"
#include "pollux-view-text.h"

#define THUMBNAIL_WIDTH 160
#define THUMBNAIL_HEIGHT 60
#define REDUCTION 3
/* Views each way; older ones are reached step by step. */
#define MAX_OFFSET 15
#define LIST_HEIGHT 420

/* A picture that was painted. */
typedef struct
{
  PolluxPlace place;
  GdkTexture *texture;
} Thumbnail;

/* A row of the list. */
typedef struct
{
  int offset;
  PolluxPlace place;
  GtkWidget *picture;
} Entry;

struct _PolluxHistoryPopover
{
  GtkPopover parent_instance;

  GtkWidget *scroller;
  GtkListBox *list;
  PolluxSession *session;
  GSignalGroup *signals;

  GArray *entries;
  guint n_painted;
  guint paint_source;
  GArray *thumbnails;
  PolluxScene *scene;
  PolluxPainter *painter;
  PolluxPalette palette;
};

G_DEFINE_FINAL_TYPE (PolluxHistoryPopover, pollux_history_popover, GTK_TYPE_POPOVER)

static void
thumbnail_clear (gpointer data)
{
  g_clear_object (&((Thumbnail *) data)->texture);
}

static void
forget_thumbnails (PolluxHistoryPopover *self)
{
  g_array_set_size (self->thumbnails, 0);
}

static gboolean
same_place (const PolluxPlace *a, const PolluxPlace *b)
{
  return a->viewport.left == b->viewport.left && a->viewport.fraction == b->viewport.fraction &&
         a->viewport.scale == b->viewport.scale && a->viewport.width == b->viewport.width &&
         a->scroll == b->scroll;
}

static GdkTexture *
find_thumbnail (PolluxHistoryPopover *self, const PolluxPlace *place)
{
  for (guint i = 0; i < self->thumbnails->len; i++)
    {
      const Thumbnail *thumbnail = &g_array_index (self->thumbnails, Thumbnail, i);

      if (same_place (&thumbnail->place, place))
        return thumbnail->texture;
    }

  return NULL;
}

static void
build_scene (PolluxHistoryPopover *self, const PolluxPlace *place)
{
  PolluxSceneRequest request = {
    .trace = pollux_session_get_trace (self->session),
    .rows = pollux_session_get_rows (self->session),
    .viewport = place->viewport,
    .scroll_y = place->scroll,
    .height = THUMBNAIL_HEIGHT * REDUCTION,
    .selected = POLLUX_THING_INIT,
    .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
    .export = TRUE,
  };

  request.viewport.scale *= place->viewport.width / (THUMBNAIL_WIDTH * REDUCTION);
  request.viewport.width = THUMBNAIL_WIDTH * REDUCTION;
  pollux_scene_build (self->scene, &request);
}

static GdkTexture *
paint (PolluxHistoryPopover *self, const PolluxPlace *place)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = THUMBNAIL_WIDTH * scale;
  int height = THUMBNAIL_HEIGHT * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  int stride;

  build_scene (self, place);
  cairo_scale (cr, (double) scale / REDUCTION, (double) scale / REDUCTION);
  pollux_painter_paint (self->painter, cr, self->scene);
  cairo_destroy (cr);

  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * height);
  cairo_surface_destroy (surface);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static gboolean
paint_cb (gpointer user_data)
{
  PolluxHistoryPopover *self = user_data;
  Entry *entry;
  GdkTexture *texture;

  if (self->session == NULL || self->n_painted >= self->entries->len)
    {
      self->paint_source = 0;
      return G_SOURCE_REMOVE;
    }

  entry = &g_array_index (self->entries, Entry, self->n_painted);
  texture = find_thumbnail (self, &entry->place);
  if (texture == NULL)
    {
      Thumbnail thumbnail = { entry->place, paint (self, &entry->place) };

      g_array_append_val (self->thumbnails, thumbnail);
      texture = thumbnail.texture;
    }
  gtk_picture_set_paintable (GTK_PICTURE (entry->picture), GDK_PAINTABLE (texture));
  self->n_painted++;

  return G_SOURCE_CONTINUE;
}

static char *
describe_offset (int offset)
{
  if (offset == 0)
    return g_strdup (_("Shown now"));
  if (offset < 0)
    return g_strdup_printf (ngettext ("%d view back", "%d views back", -offset), -offset);
  return g_strdup_printf (ngettext ("%d view forward", "%d views forward", offset), offset);
}

static void
add_entry (PolluxHistoryPopover *self, int offset, const PolluxPlace *place)
{
  Entry entry = { offset, *place, gtk_picture_new () };
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *where = describe_offset (offset);
  g_autofree char *view = NULL;
  GtkWidget *title, *subtitle;
  PolluxClock clock;

  pollux_session_get_clock (self->session, &clock);
  view = pollux_view_text (&place->viewport, &clock);
  title = gtk_label_new (view);
  subtitle = gtk_label_new (where);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_widget_add_css_class (title, "numeric");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, offset == 0 ? "heading" : "dim-label");
  gtk_widget_set_size_request (entry.picture, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
  gtk_picture_set_can_shrink (GTK_PICTURE (entry.picture), TRUE);
  gtk_widget_add_css_class (entry.picture, "thumbnail");

  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), subtitle);
  gtk_box_append (GTK_BOX (box), entry.picture);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, view,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, where, -1);
  gtk_list_box_append (self->list, row);
  g_array_append_val (self->entries, entry);

  if (offset == 0)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
clear_list (PolluxHistoryPopover *self)
{
  GtkListBoxRow *row;

  g_clear_handle_id (&self->paint_source, g_source_remove);
  g_array_set_size (self->entries, 0);
  self->n_painted = 0;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
fill_list (PolluxHistoryPopover *self)
{
  PolluxHistory *history = pollux_session_get_history (self->session);
  PolluxPlace place;

  clear_list (self);
  for (int offset = MAX_OFFSET; offset >= -MAX_OFFSET; offset--)
    if (pollux_history_get_place (history, offset, pollux_session_get_viewport (self->session),
                                  &place))
      add_entry (self, offset, &place);
}

static void
row_activated_cb (PolluxHistoryPopover *self, GtkListBoxRow *row)
{
  guint index = (guint) gtk_list_box_row_get_index (row);

  if (index < self->entries->len)
    pollux_history_popover_choose (self, g_array_index (self->entries, Entry, index).offset);
}

static void
closed_cb (PolluxHistoryPopover *self)
{
  g_clear_handle_id (&self->paint_source, g_source_remove);
}

static void
pollux_history_popover_dispose (GObject *object)
{
  PolluxHistoryPopover *self = POLLUX_HISTORY_POPOVER (object);

  g_clear_handle_id (&self->paint_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pollux_history_popover_parent_class)->dispose (object);
}

static void
pollux_history_popover_finalize (GObject *object)
{
  PolluxHistoryPopover *self = POLLUX_HISTORY_POPOVER (object);

  g_array_unref (self->entries);
  g_array_unref (self->thumbnails);
  pollux_scene_free (self->scene);
  pollux_painter_free (self->painter);
  G_OBJECT_CLASS (pollux_history_popover_parent_class)->finalize (object);
}

static void
pollux_history_popover_class_init (PolluxHistoryPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_history_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = pollux_history_popover_finalize;
}

static void
pollux_history_popover_init (PolluxHistoryPopover *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->thumbnails = g_array_new (FALSE, FALSE, sizeof (Thumbnail));
  g_array_set_clear_func (self->thumbnails, thumbnail_clear);
  self->scene = pollux_scene_new ();
  self->painter = pollux_painter_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Views"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_popover_set_child (GTK_POPOVER (self), self->scroller);
  gtk_widget_add_css_class (GTK_WIDGET (self), "history");
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (forget_thumbnails),
                                  self);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (forget_thumbnails),
                                  self);
}

/**
 * pollux_history_popover_new:
 *
 * Returns: (transfer floating): it, to be given a parent
 */
GtkWidget *
pollux_history_popover_new (void)
{
  return g_object_new (POLLUX_TYPE_HISTORY_POPOVER, NULL);
}

static void
focus_shown (PolluxHistoryPopover *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/**
 * pollux_history_popover_open:
 * @session: whose views are listed
 *
 * Shows it; arrows move, Return goes there, Escape closes it.
 */
void
pollux_history_popover_open (PolluxHistoryPopover *self, PolluxSession *session)
{
  PolluxPalette before = self->palette;

  g_return_if_fail (POLLUX_IS_HISTORY_POPOVER (self));
  g_return_if_fail (POLLUX_IS_SESSION (session));

  if (g_set_object (&self->session, session))
    {
      g_signal_group_set_target (self->signals, session);
      forget_thumbnails (self);
    }
  pollux_theme_apply (GTK_WIDGET (self), self->painter, &self->palette);
  if (memcmp (&before, &self->palette, sizeof before) != 0)
    forget_thumbnails (self);

  fill_list (self);
  gtk_popover_popup (GTK_POPOVER (self));
  focus_shown (self);
  self->paint_source = g_idle_add (paint_cb, self);
}

/**
 * pollux_history_popover_get_n:
 *
 * Returns: how many views it lists
 */
guint
pollux_history_popover_get_n (PolluxHistoryPopover *self)
{
  g_return_val_if_fail (POLLUX_IS_HISTORY_POPOVER (self), 0);

  return self->entries->len;
}

/**
 * pollux_history_popover_get_n_painted:
 *
 * Returns: how many of them have their picture
 */
guint
pollux_history_popover_get_n_painted (PolluxHistoryPopover *self)
{
  g_return_val_if_fail (POLLUX_IS_HISTORY_POPOVER (self), 0);

  return self->n_painted;
}

/**
 * pollux_history_popover_choose:
 * @offset: below 0 back, above 0 forward
 *
 * Goes to a view and closes.
 */
void
pollux_history_popover_choose (PolluxHistoryPopover *self, int offset)
{
  g_return_if_fail (POLLUX_IS_HISTORY_POPOVER (self));

  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->session != NULL)
    pollux_session_go_through_history (self->session, offset);
}
