/** A JSON answer. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

/** An error in Twilio's shape: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function problem(status: number, code: number, message: string): Response {
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  return json({ code, message, more_info: moreInfo, status }, status);
}

/** The answer to an address or resource that isn't there. */
export function notFound(path: string): Response {
  return problem(404, 20404, `The requested resource ${path} was not found`);
}

/** A date as the API writes it. */
export function apiDate(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toUTCString().replace("GMT", "+0000");
}

/** One page of a list in Twilio's shape, with the address of the next one. */
export function page(name: string, all: readonly unknown[], url: URL, mostPerPage = 1000): Response {
  const size = Math.min(Math.max(Number(url.searchParams.get("PageSize") ?? 50) || 50, 1), mostPerPage);
  const index = Math.max(Number(url.searchParams.get("Page") ?? 0) || 0, 0);
  const items = all.slice(index * size, (index + 1) * size);
  const at = (number: number) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("PageSize", String(size));
    query.set("Page", String(number));
    return `${url.pathname}?${query}`;
  };
  return json({
    [name]: items,
    page: index,
    page_size: size,
    start: index * size,
    end: index * size + Math.max(items.length - 1, 0),
    uri: at(index),
    first_page_uri: at(0),
    next_page_uri: (index + 1) * size < all.length ? at(index + 1) : null,
    previous_page_uri: index > 0 ? at(index - 1) : null,
  });
}
