type Written = { subject: string; text: string };

/** Asks a staff member to sign in for the first time. */
export function invitationMail(parts: { name: string; account: string; by: string; link: string }): Written {
  const { name, account, by, link } = parts;
  return {
    subject: `Your sign-in for ${oneLine(account)} at Ringright`,
    text: `Hello ${name},

${by} invites you to ${account} at Ringright. Choose your password here:

${link}

The link works once, for seven days. If you did not expect it, ignore this mail.
`,
  };
}

/** Lets somebody who forgot their password choose another. */
export function resetMail({ name, link }: { name: string; link: string }): Written {
  return {
    subject: "Choose a new password for Ringright",
    text: `Hello ${name},

somebody, probably you, asked for a new password. Choose it here:

${link}

The link works once, for an hour. If it was not you, ignore this mail: nothing changes.
`,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
