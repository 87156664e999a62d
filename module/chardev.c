// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/schedsim, which speaks to the shared simulation, and the files of
 * private simulations.
 */
#include <linux/anon_inodes.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "simulation.h"

static int device_open(struct inode *inode, struct file *file)
{
	file->private_data = shared_simulation;
	return 0;
}

static const struct file_operations device_fops = {
	.owner		= THIS_MODULE,
	.open		= device_open,
	.unlocked_ioctl	= schedsim_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.llseek		= noop_llseek,
};

struct miscdevice schedsim_device = {
	.minor		= MISC_DYNAMIC_MINOR,
	.name		= "schedsim",
	.fops		= &device_fops,
	.groups		= schedsim_groups,
	.mode		= 0600,
};

static int private_release(struct inode *inode, struct file *file)
{
	simulation_destroy(file->private_data);
	return 0;
}

/* As long as such a file is open, it keeps the module loaded. */
static const struct file_operations private_fops = {
	.owner		= THIS_MODULE,
	.release	= private_release,
	.unlocked_ioctl	= schedsim_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.llseek		= noop_llseek,
};

/**
 * chardev_create_fd - a file descriptor for a private simulation
 * @s: the simulation; it belongs to the file from then on
 *
 * Context: Process context; sleeps.
 * Return: the descriptor, or a negative errno: then @s is still the caller's.
 */
int chardev_create_fd(struct simulation *s)
{
	return anon_inode_getfd("[schedsim]", &private_fops, s,
				O_RDWR | O_CLOEXEC);
}
