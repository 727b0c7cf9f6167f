import { z } from "zod";

/** How long a password has to be, and may be, in characters. Nothing else is asked of it (NIST SP 800-63B). */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 128;

export const passwordSchema = z
  .string()
  .min(PASSWORD_MIN, `expected at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`);
