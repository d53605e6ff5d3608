// The least that running agents can take: starts a program again and again, so many at a time, without a graph, settings or checks,
// and leaves for each task what an agent of a tree leaves: its log, its exit code, its status, and a line of a journal at its start and
// at its end. Nothing is flushed.
//
// usage: least TASKS JOBS FOLDER PROGRAM [SHELL SCRIPT]
//
// SCRIPT: the wrapper by which the exit code survives the death of whoever started the program. It then writes the code down.

#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096, LONGEST_TEXT = 512 };

extern char **environ;
static const char *folder;

static const char *path(char *buffer, const char *kind, int task, const char *ending)
{
    if (snprintf(buffer, LONGEST_PATH, "%s/%s/%05d%s", folder, kind, task, ending) >= LONGEST_PATH)
        errx(1, "the name of the folder is too long");
    return buffer;
}

static int open_file(const char *name, int how)
{
    int file = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
    if (file < 0)
        err(1, "%s", name);
    return file;
}

static void put(int file, const char *text, int length)
{
    if (write(file, text, length) != length)
        err(1, "write");
}

static void put_file(const char *name, const char *text, int length)
{
    int file = open_file(name, O_TRUNC);
    put(file, text, length);
    close(file);
}

static void journal(int file, const char *what, int task)
{
    char text[LONGEST_TEXT];
    put(file, text, snprintf(text, sizeof text,
        "{\"fact\":\"%s\",\"task\":\"%05d\",\"attempt\":1,\"at\":\"2026-01-01T00:00:00Z\"}\n", what, task));
}

static pid_t start(int task, char *program, char *shell, char *script)
{
    char log_path[LONGEST_PATH], exit_path[LONGEST_PATH];
    int log = open_file(path(log_path, "logs", task, ".log"), O_APPEND);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, log, 1);
    posix_spawn_file_actions_adddup2(&actions, log, 2);
    char *bare[] = {program, NULL};
    char *wrapped[] = {"sh", "-c", script, "wrap", (char *)path(exit_path, "exits", task, ""), "", program, NULL};
    pid_t pid;
    errno = posix_spawn(&pid, shell ? shell : program, &actions, NULL, shell ? wrapped : bare, environ);
    if (errno != 0)
        err(1, "%s", shell ? shell : program);
    posix_spawn_file_actions_destroy(&actions);
    close(log);
    return pid;
}

static void end(int task, int code, int is_written)
{
    char name[LONGEST_PATH], beside[LONGEST_PATH], text[LONGEST_TEXT];
    if (!is_written)
        put_file(path(name, "exits", task, ""), text, snprintf(text, sizeof text, "exit %d\n", code));
    put_file(path(beside, "status", task, ".json.new"), text, snprintf(text, sizeof text,
        "{\n  \"task_id\": \"%05d\",\n  \"status\": \"%s\",\n  \"started_at\": \"2026-01-01T00:00:00Z\",\n"
        "  \"completed_at\": \"2026-01-01T00:00:00Z\",\n  \"exit_code\": %d\n}\n", task, code == 0 ? "completed" : "failed", code));
    if (rename(beside, path(name, "status", task, ".json")) != 0)
        err(1, "%s", name);
}

int main(int count, char **arguments)
{
    if (count != 5 && count != 7)
        errx(2, "usage: least TASKS JOBS FOLDER PROGRAM [SHELL SCRIPT]");
    int tasks = atoi(arguments[1]), jobs = atoi(arguments[2]), running = 0, next = 0, failed = 0;
    char *shell = count == 7 ? arguments[5] : NULL, *script = count == 7 ? arguments[6] : NULL;
    folder = arguments[3];
    const char *folders[] = {"", "/logs", "/exits", "/status"};
    char name[LONGEST_PATH];
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", folder, folders[i]);
        if (mkdir(name, 0700) != 0)
            err(1, "%s", name);
    }
    snprintf(name, sizeof name, "%s/journal", folder);
    int facts = open_file(name, O_APPEND);
    struct { pid_t pid; int task; } *places = calloc(jobs, sizeof *places);
    while (next < tasks || running > 0) {
        for (int i = 0; i < jobs && next < tasks; i++) {
            if (places[i].pid == 0) {
                journal(facts, "started", next);
                places[i].pid = start(next, arguments[4], shell, script);
                places[i].task = next++;
                running++;
            }
        }
        int status, at = 0;
        pid_t pid = wait(&status);
        while (at < jobs && places[at].pid != pid)
            at++;
        if (at == jobs)
            errx(1, "an unknown process ended");
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        failed |= code;
        journal(facts, "ended", places[at].task);
        end(places[at].task, code, shell != NULL);
        places[at].pid = 0;
        running--;
    }
    return failed != 0;
}
