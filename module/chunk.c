// SPDX-License-Identifier: GPL-2.0
/*
 * Chunks: where small objects are. Not in the slabs of the kernel: one object that
 * is left keeps a whole slab, which may hold 64 of them, and nothing tells whose
 * that memory is. Users who fill slabs and free most of what is in them would take
 * many times what their limits say. An account has chunks of its own, is charged
 * for the pages, and for as long as it has them.
 */
#include <linux/align.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/string.h>

#include "account.h"
#include "chunk.h"
#include "memory.h"
#include "memory_limit.h"

/* So many of each that little of a chunk is left; the sum with a struct chunk. */
static const u16 sizes[] = {
	32, 64, 96, 128, 192, 256, 384, 512, 768, 1016, 1360, 1632, 2040, 2720,
	4080, 5440, CHUNK_MOST
};

static_assert(ARRAY_SIZE(sizes) == NR_CHUNK_SIZES);

/**
 * struct chunk - the beginning of a chunk; objects follow
 * @node: among those of its account and size that have room
 * @freed: the first of those that have been freed; each begins with the next
 * @nr: objects in use
 * @end: where those begin that have never been in use, in bytes
 */
struct chunk {
	struct list_head node;
	void **freed;
	u32 nr;
	u32 end;
} __aligned(64);

static u32 find_class(size_t size)
{
	u32 class = 0;

	while (sizes[class] < size)
		class++;
	return class;
}

static struct chunk *chunk_of(void *object)
{
	return PTR_ALIGN_DOWN((struct chunk *)object, CHUNK_SIZE);
}

static bool has_room(const struct chunk *chunk, u32 size)
{
	return chunk->freed || chunk->end + size <= CHUNK_SIZE;
}

/* It has room. */
static void *take(struct chunk *chunk, u32 size)
{
	void **object = chunk->freed;

	if (object) {
		chunk->freed = *object;
	} else {
		object = (void *)chunk + chunk->end;
		chunk->end += size;
	}
	chunk->nr++;
	if (!has_room(chunk, size))
		list_del_init(&chunk->node);
	return object;
}

static void *take_from_any(struct chunks *chunks, u32 class)
{
	struct chunk *chunk;
	void *object = NULL;

	spin_lock(&chunks->lock);
	chunk = list_first_entry_or_null(&chunks->with_room[class],
					 struct chunk, node);
	if (chunk)
		object = take(chunk, sizes[class]);
	spin_unlock(&chunks->lock);
	return object;
}

static struct chunk *create(struct account *account, size_t credit)
{
	struct chunk *chunk;
	int err = memory_charge(account, CHUNK_SIZE, credit);

	if (err)
		return ERR_PTR(err);
	chunk = (void *)__get_free_pages(GFP_SIM, CHUNK_ORDER);
	if (!chunk) {
		memory_uncharge(account, CHUNK_SIZE);
		return ERR_PTR(-ENOMEM);
	}
	*chunk = (struct chunk) { .end = sizeof(*chunk) };
	INIT_LIST_HEAD(&chunk->node);
	return chunk;
}

static void *take_from_new(struct account *account, u32 class, size_t credit)
{
	struct chunks *chunks = &account->chunks;
	struct chunk *chunk = create(account, credit);
	void *object;

	if (IS_ERR(chunk))
		return chunk;
	spin_lock(&chunks->lock);
	list_add(&chunk->node, &chunks->with_room[class]);
	object = take(chunk, sizes[class]);
	spin_unlock(&chunks->lock);
	return object;
}

/**
 * chunks_init - begin without chunks
 * @chunks: of an account
 */
void chunks_init(struct chunks *chunks)
{
	u32 class;

	spin_lock_init(&chunks->lock);
	for (class = 0; class < NR_CHUNK_SIZES; class++)
		INIT_LIST_HEAD(&chunks->with_room[class]);
}

/**
 * chunk_get - allocate a small object
 * @account: who takes it
 * @size: in bytes, CHUNK_MOST or less
 * @credit: as in memory_charge()
 *
 * Context: Process context; sleeps. chunk_put() must follow.
 * Return: the object, zeroed; or ERR_PTR: -EDQUOT, -ENOSPC as memory_charge(),
 * -ENOMEM.
 */
void *chunk_get(struct account *account, size_t size, size_t credit)
{
	u32 class = find_class(size);
	void *object = take_from_any(&account->chunks, class);

	if (!object)
		object = take_from_new(account, class, credit);
	if (!IS_ERR(object))
		memset(object, 0, size);
	return object;
}

/**
 * chunk_put - free a small object
 * @account: as in chunk_get()
 * @object: from there
 * @size: as then
 *
 * Context: Process context.
 */
void chunk_put(struct account *account, void *object, size_t size)
{
	u32 class = find_class(size);
	struct chunks *chunks = &account->chunks;
	struct chunk *chunk = chunk_of(object);
	bool unused;

	spin_lock(&chunks->lock);
	if (!has_room(chunk, sizes[class]))
		list_add(&chunk->node, &chunks->with_room[class]);
	*(void **)object = chunk->freed;
	chunk->freed = object;
	unused = !--chunk->nr;
	if (unused)
		list_del(&chunk->node);
	spin_unlock(&chunks->lock);
	if (!unused)
		return;
	free_pages((unsigned long)chunk, CHUNK_ORDER);
	memory_uncharge(account, CHUNK_SIZE);
}
