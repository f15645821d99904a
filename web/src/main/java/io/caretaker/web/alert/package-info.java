/// The pages about alerts, mutes and channels.
@NullMarked
package io.caretaker.web.alert;

import org.jspecify.annotations.NullMarked;
