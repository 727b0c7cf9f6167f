import { sql } from "kysely";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";

/** A CarrierConnection as JSON, of a carrier `k` and its account `a`. */
export const CONNECTION_JSON = sql.raw<CarrierConnection>(
  `json_build_object('id', k.id, 'accountId', k.account_id::text, 'country', a.country, 'kind', k.kind,
    'accountSid', k.account_sid, 'authToken', k.auth_token, 'credentials', k.credentials, 'apiBaseUrl', k.api_base_url)`,
);
