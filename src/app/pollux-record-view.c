/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-record-view.h"

#include "pollux-property-list.h"
#include "pollux-template.h"
#include "pollux-time-text.h"

/* A record may be 64 KB in one line, which takes long to lay out: so much of
 * it is shown at first, and more of it when that is asked for. */
#define TEXT_BYTES_STEP 1600
#define FIELDS_MAX 120
/* What is shown of the record before stays this long while the next is read. */
#define STALE_MS 150

/* The widgets of a group of fields; kept and used again. */
typedef struct
{
  GtkWidget *box;
  GtkLabel *title;
  PolluxPropertyList *list;
} Group;

struct _PolluxRecordView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *heading_box;
  GtkLabel *heading;
  GtkWidget *groups;
  GtkWidget *text_box;
  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *copy;
  GtkLabel *text;
  GtkWidget *more;
  GtkLabel *message;

  PolluxTrace *trace;
  PolluxRecord wanted;
  PolluxRecordText *record;
  gsize n_shown;            /* bytes of its text */
  GCancellable *cancellable;
  guint stale_source;
  gboolean wake;            /* what is shown is the record of the wake that began a wait */
  gboolean coming_wake;     /* so will be what is read */

  GArray *kept_groups;      /* (element-type Group): those shown, then others */
  guint n_groups;           /* shown */
  guint n_visible;          /* more than that only while they are filled */
  GtkSizeGroup *names;
};

/* What an answer is for. The view may be gone by then. */
typedef struct
{
  GWeakRef view;
  GCancellable *cancellable;
} Reading;

G_DEFINE_FINAL_TYPE (PolluxRecordView, pollux_record_view, GTK_TYPE_WIDGET)

static void
reading_free (Reading *reading)
{
  g_weak_ref_clear (&reading->view);
  g_object_unref (reading->cancellable);
  g_free (reading);
}

/* Those that were shown before and are not needed again. */
static void
hide_groups (PolluxRecordView *self)
{
  while (self->n_visible > self->n_groups)
    {
      Group *group = &g_array_index (self->kept_groups, Group, --self->n_visible);

      gtk_widget_set_visible (group->box, FALSE);
      pollux_property_list_clear (group->list);
    }
}

static void
hide_record (PolluxRecordView *self)
{
  g_clear_pointer (&self->record, pollux_record_text_free);
  self->n_groups = 0;
  hide_groups (self);
  gtk_widget_set_visible (self->heading_box, FALSE);
  gtk_widget_set_visible (self->groups, FALSE);
  gtk_widget_set_visible (self->text_box, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static void
stop_reading (PolluxRecordView *self)
{
  g_clear_handle_id (&self->stale_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static char *
group_title (const char *group, gboolean wake)
{
  if (*group == '\0')
    return g_strdup (_("Origin"));
  if (g_str_equal (group, "fields"))
    return g_strdup (wake ? _("Fields of the wake") : _("Fields"));
  if (g_str_equal (group, "span"))
    return g_strdup (wake ? _("Span of the wake") : _("Span"));
  /* Translators: %s is the name of a tracing span around the record. */
  return g_strdup_printf (_("In span %s"), group);
}

static void
make_group (PolluxRecordView *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *list = pollux_property_list_new ();
  Group group = { gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), GTK_LABEL (label),
                  POLLUX_PROPERTY_LIST (list) };

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  pollux_property_list_set_group (POLLUX_PROPERTY_LIST (list), self->names);
  gtk_box_append (GTK_BOX (group.box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (group.box), label);
  gtk_box_append (GTK_BOX (group.box), list);
  gtk_box_append (GTK_BOX (self->groups), group.box);
  g_array_append_val (self->kept_groups, group);
}

static PolluxPropertyList *
add_group (PolluxRecordView *self, const char *name)
{
  g_autofree char *title = group_title (name, self->wake);
  Group *group;

  if (self->n_groups == self->kept_groups->len)
    make_group (self);
  group = &g_array_index (self->kept_groups, Group, self->n_groups++);
  self->n_visible = MAX (self->n_visible, self->n_groups);
  gtk_label_set_text (group->title, title);
  gtk_widget_set_visible (group->box, TRUE);

  return group->list;
}

static void
add_rest (PolluxPropertyList *list, guint n)
{
  g_autofree char *count = pollux_count_to_label (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s more field, see the text below",
                                                     "%s more fields, see the text below", n),
                                           count);

  pollux_property_list_add (list, "…", text, NULL);
}

/* Adds the fields of one group, up to FIELDS_MAX in all. */
static void
show_group (PolluxRecordView *self, const char *group, guint *n_shown)
{
  GPtrArray *fields = self->record->fields;
  PolluxPropertyList *list = add_group (self, group);

  pollux_property_list_begin (list);
  for (guint i = 0; i < fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (fields, i);

      if (!g_str_equal (field->group, group))
        continue;
      if (*n_shown == FIELDS_MAX)
        {
          add_rest (list, fields->len - *n_shown);
          break;
        }
      pollux_property_list_add (list, field->name, field->value, NULL);
      (*n_shown)++;
    }
  pollux_property_list_end (list);
}

/* Whether a group has been met before field @index. */
static gboolean
is_first_of_group (GPtrArray *fields, guint index)
{
  const PolluxField *field = g_ptr_array_index (fields, index);

  for (guint i = 0; i < index; i++)
    {
      const PolluxField *other = g_ptr_array_index (fields, i);

      if (g_str_equal (other->group, field->group))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_field (GPtrArray *fields, const char *group, const PolluxField *wanted)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (fields, i);

      if (g_str_equal (field->group, group) && g_str_equal (field->name, wanted->name) &&
          g_str_equal (field->value, wanted->value))
        return TRUE;
    }

  return FALSE;
}

/* The innermost span often stands in the chain once more. */
static gboolean
repeats_span (GPtrArray *fields, const char *group)
{
  if (g_str_equal (group, "span") || g_str_equal (group, "fields") || fields->len > FIELDS_MAX)
    return FALSE;

  for (guint i = 0; i < fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (fields, i);

      if (g_str_equal (field->group, group) && !has_field (fields, "span", field))
        return FALSE;
    }

  return TRUE;
}

/* Groups in the order of the file, but what the record itself says last: it
 * is what every record says. */
static void
show_fields (PolluxRecordView *self)
{
  GPtrArray *fields = self->record->fields;
  guint n = fields != NULL ? fields->len : 0;
  gboolean has_own = FALSE;
  guint n_shown = 0;

  self->n_groups = 0;
  for (guint i = 0; i < n && i < FIELDS_MAX * 2; i++)
    {
      const PolluxField *field = g_ptr_array_index (fields, i);

      if (*field->group == '\0')
        has_own = TRUE;
      else if (n_shown < FIELDS_MAX && is_first_of_group (fields, i) &&
               !repeats_span (fields, field->group))
        show_group (self, field->group, &n_shown);
    }
  if (has_own)
    show_group (self, "", &n_shown);

  hide_groups (self);
  gtk_widget_set_visible (self->groups, n > 0);
}

static char *
describe_place (const PolluxRecordText *record)
{
  g_autofree char *offset = pollux_count_to_label (record->offset);
  g_autofree char *line = pollux_count_to_label (record->line);

  if (record->line > 0)
    return g_strdup_printf (_("line %s"), line);
  return g_strdup_printf (_("at byte %s"), offset);
}

static void
show_text (PolluxRecordView *self, gsize n_bytes)
{
  const char *text = self->record->text != NULL ? self->record->text : "";
  gsize length = strlen (text);
  g_autofree char *shown = NULL;

  if (length > n_bytes)
    length = g_utf8_find_prev_char (text, text + n_bytes + 1) - text;
  shown = g_strndup (text, length);
  self->n_shown = length;
  gtk_label_set_text (self->text, shown);
  gtk_widget_set_visible (self->more, text[length] != '\0');
}

static void
show_record (PolluxRecordView *self)
{
  g_autofree char *place = describe_place (self->record);
  gboolean headed = *gtk_label_get_text (self->heading) != '\0';

  gtk_widget_set_visible (self->heading_box, headed);
  show_fields (self);
  show_text (self, TEXT_BYTES_STEP);
  gtk_label_set_text (self->place, place);
  gtk_widget_set_visible (self->text_box, TRUE);
  if (self->record->cut)
    gtk_label_set_text (self->message, _("The record is longer than what is shown here."));
  gtk_widget_set_visible (GTK_WIDGET (self->message), self->record->cut);
}

/* The record is shown already: only its titles may be others. */
static void
set_wake (PolluxRecordView *self, gboolean wake)
{
  gboolean shown = self->record != NULL && self->cancellable == NULL && self->wake != wake;

  self->coming_wake = wake;
  if (!shown)
    return;
  self->wake = wake;
  show_fields (self);
}

static void
show_error (PolluxRecordView *self, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_("The record cannot be read again: %s"),
                                           error->message);

  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (PolluxRecordView) self = g_weak_ref_get (&reading->view);
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxRecordText) record = NULL;

  record = pollux_loader_read_record_finish (POLLUX_LOADER (source), result, &error);
  /* Only the answer to the last question counts. */
  if (self != NULL && self->cancellable == reading->cancellable)
    {
      g_clear_object (&self->cancellable);
      g_clear_handle_id (&self->stale_source, g_source_remove);
      if (record == NULL)
        hide_record (self);
      g_clear_pointer (&self->record, pollux_record_text_free);
      self->record = g_steal_pointer (&record);
      self->wake = self->coming_wake;
      if (self->record != NULL)
        show_record (self);
      else
        show_error (self, error);
    }

  reading_free (reading);
}

static gboolean
stale_cb (gpointer user_data)
{
  PolluxRecordView *self = user_data;

  self->stale_source = 0;
  hide_record (self);
  return G_SOURCE_REMOVE;
}

static void
copy_cb (PolluxRecordView *self)
{
  if (self->record != NULL && self->record->text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->record->text);
}

static void
more_cb (PolluxRecordView *self)
{
  if (self->record != NULL)
    show_text (self, self->n_shown + TEXT_BYTES_STEP * 4);
}

static void
pollux_record_view_dispose (GObject *object)
{
  PolluxRecordView *self = POLLUX_RECORD_VIEW (object);

  stop_reading (self);
  g_clear_pointer (&self->record, pollux_record_text_free);
  g_clear_object (&self->trace);
  g_clear_object (&self->names);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_record_view_parent_class)->dispose (object);
}

static void
pollux_record_view_finalize (GObject *object)
{
  PolluxRecordView *self = POLLUX_RECORD_VIEW (object);

  g_array_unref (self->kept_groups);
  G_OBJECT_CLASS (pollux_record_view_parent_class)->finalize (object);
}

static void
pollux_record_view_class_init (PolluxRecordViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_record_view_dispose;
  object_class->finalize = pollux_record_view_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-record-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, heading_box);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, heading);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, groups);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, text_box);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, title);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, place);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, copy);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, text);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, more);
  gtk_widget_class_bind_template_child (widget_class, PolluxRecordView, message);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
pollux_record_view_init (PolluxRecordView *self)
{
  self->wanted = POLLUX_RECORD_NONE;
  self->kept_groups = g_array_new (FALSE, FALSE, sizeof (Group));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pollux_record_view_show:
 * @loader: what reads the record; a reference is kept while it does
 * @trace: the trace the record belongs to
 * @record: its number, or POLLUX_RECORD_NONE to show none
 * @heading: (nullable): what is written above it
 * @wake: whether it is shown as the wake of something else
 *
 * Reads a record and shows it. Does nothing if it is shown already.
 */
void
pollux_record_view_show (PolluxRecordView *self,
                         PolluxLoader *loader,
                         PolluxTrace *trace,
                         PolluxRecord record,
                         const char *heading,
                         gboolean wake)
{
  Reading *reading;

  g_return_if_fail (POLLUX_IS_RECORD_VIEW (self));

  if (record == POLLUX_RECORD_NONE || loader == NULL)
    {
      pollux_record_view_clear (self);
      return;
    }
  gtk_label_set_text (self->heading, heading != NULL ? heading : "");
  if (self->trace == trace && self->wanted == record)
    {
      set_wake (self, wake);
      gtk_widget_set_visible (self->heading_box, heading != NULL && self->record != NULL);
      return;
    }

  stop_reading (self);
  g_set_object (&self->trace, trace);
  self->wanted = record;
  self->coming_wake = wake;
  self->cancellable = g_cancellable_new ();
  self->stale_source = g_timeout_add (STALE_MS, stale_cb, self);

  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->view, self);
  reading->cancellable = g_object_ref (self->cancellable);
  /* Behind the next frame: that lays out the details, and sixty labels more
   * would be too many for it. */
  pollux_loader_read_record_async (loader, trace, record, G_PRIORITY_DEFAULT_IDLE,
                                   self->cancellable, read_cb, reading);
}

/**
 * pollux_record_view_clear:
 *
 * Shows nothing; an answer that is still to come is dropped.
 */
void
pollux_record_view_clear (PolluxRecordView *self)
{
  g_return_if_fail (POLLUX_IS_RECORD_VIEW (self));

  stop_reading (self);
  g_clear_object (&self->trace);
  self->wanted = POLLUX_RECORD_NONE;
  hide_record (self);
}

/**
 * pollux_record_view_reserve:
 *
 * Makes one widget of those that the next record will need.
 *
 * Returns: FALSE if there are enough
 */
gboolean
pollux_record_view_reserve (PolluxRecordView *self)
{
  /* Those of a poll: fields, span, and what every record has. */
  static const guint n_rows[] = { 3, 9, 9 };

  g_return_val_if_fail (POLLUX_IS_RECORD_VIEW (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (n_rows); i++)
    {
      if (i == self->kept_groups->len)
        {
          make_group (self);
          gtk_widget_set_visible (g_array_index (self->kept_groups, Group, i).box, FALSE);
          return TRUE;
        }
      if (pollux_property_list_reserve (g_array_index (self->kept_groups, Group, i).list,
                                        n_rows[i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * pollux_record_view_set_group:
 * @group: joins the names of the fields
 */
void
pollux_record_view_set_group (PolluxRecordView *self, GtkSizeGroup *group)
{
  g_return_if_fail (POLLUX_IS_RECORD_VIEW (self));

  g_set_object (&self->names, group);
}

/**
 * pollux_record_view_is_busy:
 *
 * Returns: whether a record is being read
 */
gboolean
pollux_record_view_is_busy (PolluxRecordView *self)
{
  g_return_val_if_fail (POLLUX_IS_RECORD_VIEW (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * pollux_record_view_get_record:
 *
 * Returns: (transfer none) (nullable): the record that is shown
 */
const PolluxRecordText *
pollux_record_view_get_record (PolluxRecordView *self)
{
  g_return_val_if_fail (POLLUX_IS_RECORD_VIEW (self), NULL);

  return self->record;
}
