/* Loaded before the C library (LD_PRELOAD): the nth write of this process to a file goes wrong in a chosen way.
 *
 * fault_arm(how, nth, seed) begins to count the writes, renames, removals and truncations of ordinary files.
 *   0 only counts   1 no room from the nth on   2 an input/output error at the nth alone
 *   3 killed before the nth   4 killed when half of the nth is written
 *   5 the power fails after the nth: of what was not synced, sectors of 512 bytes are lost at random
 * fault_count() says how many there were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, FULL, FAULT, KILL, TEAR, CUT };
#define SECTOR 512

static int armed, how;
static long count, nth;
static unsigned seed;

struct unsynced { dev_t dev; ino_t ino; int fd; off_t at; size_t size; char *before; };
static struct unsynced *log_;
static size_t used, room;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *), (*real_unlink)(const char *);

__attribute__((constructor)) static void load(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
}

void fault_arm(int chosen, long which, unsigned chance) {
    how = chosen; nth = which; seed = chance; count = 0; used = 0; armed = 1;
}

long fault_count(void) { armed = 0; return count; }

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

static int ordinary(int fd, struct stat *info) {
    return armed && fstat(fd, info) == 0 && S_ISREG(info->st_mode);
}

static void remember(int fd, const struct stat *info, off_t at, size_t size) {
    if (used == room) {
        room = room ? room * 2 : 256;
        log_ = realloc(log_, room * sizeof *log_);
    }
    struct unsynced *one = &log_[used++];
    *one = (struct unsynced){info->st_dev, info->st_ino, dup(fd), at, size, calloc(1, size)};
    ssize_t got = pread(fd, one->before, size, at);
    (void)got; /* what cannot be read was nothing */
}

static void forget(const struct stat *info) {
    size_t kept = 0;
    for (size_t i = 0; i < used; i++) {
        if (log_[i].dev == info->st_dev && log_[i].ino == info->st_ino) free(log_[i].before);
        else log_[kept++] = log_[i];
    }
    used = kept;
}

static void power_fails(void) {
    for (size_t i = used; i-- > 0;)
        for (size_t at = 0; at < log_[i].size; at += SECTOR) {
            size_t size = log_[i].size - at < SECTOR ? log_[i].size - at : SECTOR;
            if (rand_r(&seed) & 1) {
                ssize_t done = real_pwrite(log_[i].fd, log_[i].before + at, size, log_[i].at + (off_t)at);
                (void)done;
            }
        }
    die();
}

/* 1 where the call is to fail with errno set; a kill does not come back */
static int goes_wrong(int can_fail) {
    count++;
    if (how == KILL && count == nth) die();
    if (can_fail && ((how == FULL && count >= nth) || (how == FAULT && count == nth))) {
        errno = how == FULL ? ENOSPC : EIO;
        return 1;
    }
    return 0;
}

static ssize_t written(int fd, const struct stat *info, const void *data, size_t size, off_t at, int moves) {
    if (goes_wrong(1)) return -1;
    if (how == CUT) remember(fd, info, at, size);
    if (how == TEAR && count == nth) {
        ssize_t half = real_pwrite(fd, data, size / 2 / SECTOR * SECTOR, at);
        (void)half;
        die();
    }
    ssize_t done = moves ? real_write(fd, data, size) : real_pwrite(fd, data, size, at);
    if (how == CUT && count == nth) power_fails();
    return done;
}

ssize_t write(int fd, const void *data, size_t size) {
    struct stat info;
    if (!ordinary(fd, &info)) return real_write(fd, data, size);
    return written(fd, &info, data, size, lseek(fd, 0, SEEK_CUR), 1);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) {
    struct stat info;
    if (!ordinary(fd, &info)) return real_pwrite(fd, data, size, at);
    return written(fd, &info, data, size, at, 0);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

static int synced(int fd, int (*real)(int)) {
    struct stat info;
    int done = real(fd);
    if (done == 0 && how == CUT && ordinary(fd, &info)) forget(&info);
    return done;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int ftruncate64(int fd, off_t size) {
    struct stat info;
    if (ordinary(fd, &info)) goes_wrong(0);
    return real_ftruncate(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int rename(const char *from, const char *to) {
    if (armed) goes_wrong(0);
    return real_rename(from, to);
}

int unlink(const char *path) {
    if (armed) goes_wrong(0);
    return real_unlink(path);
}
