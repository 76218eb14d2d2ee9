/**
 * Documents in files: those a user names on the command line, and those of a mesh's watched directory, one object at a time. An
 * object keeps the file it is in; a file is always replaced as a whole. Nothing here knows what a document means.
 */
@NullMarked
package dev.tulle.cli.documents;

import org.jspecify.annotations.NullMarked;
