/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writing.c - implements writing.h. */
#include "commands/writing.h"
#include "newsdex/article_json.h"
#include "newsdex/utf8.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

/* Skipped inputs named one by one on standard error before only the summary counts them; notes. */
#define TOLD_AT_MOST 20u

const char *const ndx_writer_choices[] = {"auto", "bulk", "xapian", NULL};
const char *const ndx_progress_choices[] = {"auto", "bar", "plain", "none", NULL};

bool ndx_writing_open_skipped(ndx_writing *writing, const char *path, ndx_error *error)
{
    writing->skipped = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    return writing->skipped || ndx_error_errno(error, errno, "cannot write %s", path);
}

bool ndx_writing_close_skipped(ndx_writing *writing, ndx_error *error)
{
    bool done = true;
    if (writing->skipped) {
        done = !ferror(writing->skipped) && fflush(writing->skipped) == 0;
        if (writing->skipped != stdout && fclose(writing->skipped) != 0)
            done = false;
        writing->skipped = NULL;
    }
    ndx_buffer_free(&writing->line);
    return done || !error ||
           ndx_error_errno(error, errno, "cannot write the list of what was skipped");
}

/* {"path":...,"id":...,"code":"format","message":...,"place":"line 17"} */
static void write_skipped(FILE *file, ndx_span path, ndx_span id, const ndx_error *error)
{
    json_t *object = json_object();
    json_object_set_new(object, "code", ndx_json_text(ndx_span_of(ndx_code_name(error->code))));
    json_object_set_new(object, "message", ndx_json_text(ndx_span_of(error->message)));
    json_object_set_new(object, "place", ndx_json_text(ndx_span_of(error->place)));
    json_object_set_new(object, "path", ndx_json_text(path));
    if (id.size)
        json_object_set_new(object, "id", ndx_json_text(id));
    char *text = json_dumps(object, JSON_COMPACT);
    if (text)
        fprintf(file, "%s\n", text);
    free(text);
    json_decref(object);
}

/* Does the message name the file already? */
static bool names(const char *message, ndx_span path)
{
    size_t size = strlen(message);
    for (size_t at = 0; path.size && at + path.size <= size; at++)
        if (memcmp(message + at, path.data, path.size) == 0)
            return true;
    return false;
}

static void tell(ndx_writing *writing, const char *kind, ndx_span path, const ndx_error *error)
{
    ndx_progress_end(&writing->progress);
    ndx_buffer_clear(&writing->line);
    ndx_buffer_printf(&writing->line, "newsindex: %s: ", kind);
    if (!names(error->message, path)) {
        ndx_utf8_append_printable(&writing->line, path);
        ndx_buffer_append_text(&writing->line, ": ");
    }
    ndx_utf8_append_printable(&writing->line, ndx_span_of(error->message));
    if (error->place[0] && !strstr(error->message, error->place))
        ndx_buffer_printf(&writing->line, ": %s", error->place);
    ndx_buffer_append_byte(&writing->line, '\n');
    if (!writing->line.failed)
        fwrite(writing->line.data, 1, writing->line.size, stderr);
}

static void skipped(void *context, ndx_span path, ndx_span id, const ndx_error *error)
{
    ndx_writing *writing = context;
    if (writing->skipped)
        write_skipped(writing->skipped, path, id, error);
    if (writing->told < TOLD_AT_MOST)
        tell(writing, "skipped", path, error);
    else if (writing->told == TOLD_AT_MOST)
        fputs("newsindex: skipped: more; --skipped=FILE lists them all\n", stderr);
    writing->told++;
}

static void noted(void *context, ndx_span path, const ndx_error *error)
{
    ndx_writing *writing = context;
    if (writing->noted < TOLD_AT_MOST)
        tell(writing, "note", path, error);
    else if (writing->noted == TOLD_AT_MOST)
        fputs("newsindex: note: the same of more files\n", stderr);
    writing->noted++;
}

static void progress(void *context, const ndx_update_progress *state)
{
    ndx_writing *writing = context;
    ndx_progress_show(&writing->progress, state);
}

void ndx_writing_prepare(ndx_writing *writing, const ndx_writing_options *options,
                         ndx_update_options *update)
{
    ndx_command_catch_signals();
    update->jobs = options->jobs > 256 ? 256 : (unsigned)options->jobs;
    update->memory_bytes = options->memory_bytes;
    update->writer = (ndx_writer)options->writer;
    update->lock_wait_seconds =
        options->lock_wait_seconds > UINT32_MAX ? UINT32_MAX : (uint32_t)options->lock_wait_seconds;
    update->callbacks = (ndx_update_callbacks){.context = writing,
                                               .interrupted = ndx_command_interrupted,
                                               .progress = progress,
                                               .skipped = skipped,
                                               .noted = noted};
}

static void append_count(ndx_buffer *out, const char *before, uint64_t count, const char *what)
{
    if (count)
        ndx_buffer_printf(out, "%s%llu %s", before, (unsigned long long)count, what);
}

static void append_files(ndx_buffer *out, const ndx_update_summary *s)
{
    ndx_buffer_printf(out, "files: %llu", (unsigned long long)s->files_seen);
    append_count(out, ", ", s->files_new, "new");
    append_count(out, ", ", s->files_changed, "changed");
    append_count(out, ", ", s->files_unchanged, "unchanged");
    append_count(out, ", ", s->files_vanished, "vanished");
    append_count(out, ", ", s->files_skipped, "skipped");
    ndx_buffer_printf(out, "\narticles: %llu added", (unsigned long long)s->articles_added);
    append_count(out, ", ", s->articles_replaced, "replaced");
    append_count(out, ", ", s->articles_removed, "removed");
    append_count(out, ", ", s->articles_skipped, "skipped");
    append_count(out, ", ", s->same_id, "passed over for a newer version with the same id");
    ndx_buffer_append_byte(out, '\n');
}

static void append_amounts(ndx_buffer *out, const ndx_update_summary *s)
{
    double seconds = s->seconds > 0 ? s->seconds : 1e-9;
    ndx_buffer_printf(out, "words: %llu in ", (unsigned long long)s->words);
    ndx_command_append_bytes(out, s->text_bytes);
    ndx_buffer_append_text(out, " of text, from ");
    ndx_command_append_bytes(out, s->bytes_read);
    ndx_buffer_append_text(out, " read");
    append_count(out, "; ", s->replaced_bytes, "invalid bytes replaced");
    ndx_buffer_append_text(out, "\nindex: ");
    ndx_command_append_bytes(out, s->index_bytes);
    ndx_buffer_printf(out, " in %llu shard%s", (unsigned long long)s->shards,
                      s->shards == 1 ? "" : "s");
    append_count(out, ", ", s->merged, "merged");
    ndx_buffer_printf(out, "\ntime: %.2f s, %.1f MB/s\n", s->seconds,
                      (double)s->bytes_read / seconds / 1e6);
}

void ndx_writing_print_summary(ndx_writing *writing, const ndx_writing_options *options,
                               const ndx_update_summary *s, bool dry_run)
{
    ndx_buffer out = {0};
    ndx_progress_end(&writing->progress);
    if (s->writer_fell_back)
        fputs("newsindex: the installed libxapian reads another format than newsdex writes itself; "
              "the index was written through libxapian, which is slower\n",
              stderr);
    if (options->quiet)
        return;
    append_files(&out, s);
    if (!dry_run)
        append_amounts(&out, s);
    if (options->profile)
        ndx_buffer_printf(&out,
                          "stages, seconds summed over threads: read %.2f, analyse %.2f, batch "
                          "%.2f, write %.2f, merge %.2f\n",
                          s->read_seconds, s->analyse_seconds, s->batch_seconds, s->write_seconds,
                          s->merge_seconds);
    if (!out.failed && out.size)
        fwrite(out.data, 1, out.size, stderr);
    ndx_buffer_free(&out);
}
