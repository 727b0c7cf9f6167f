import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload, IconPlus, IconUpload, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { accountPath } from "../../api/ask.ts";
import { leadQuery } from "../../api/queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { DuplicateLeads } from "./duplicate-leads.tsx";
import { EditLead } from "./edit-lead.tsx";
import { LeadList } from "./lead-list.tsx";

const FROM = "/a/$slug/leads";
const NEW = "new";

/** People who may call, and whose they are. */
export function LeadsPage() {
  const { slug, may } = useAccount();
  const { lead, sort, ...filter } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const [duplicates, setDuplicates] = useState(false);
  const open = (id?: string) =>
    void navigate({
      search: (before) => {
        const { lead: _, ...rest } = before;
        return id === undefined ? rest : { ...rest, lead: id };
      },
    });
  return (
    <Page
      title="Leads"
      about="People who may call. A lead's call rings the staff member to whom the lead is assigned."
      actions={
        <>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} />}>
                More
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {may("imports:write") && (
                <Menu.Item
                  leftSection={<IconUpload size={16} />}
                  renderRoot={(props) => (
                    <Link {...props} to="/a/$slug/leads/import" params={{ slug }} search={{}} />
                  )}
                >
                  Import a CSV file
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconDownload size={16} />}
                component="a"
                href={accountPath(slug, "/leads/export.csv", filter)}
                download
              >
                Export these leads
              </Menu.Item>
              {may("leads:write") && (
                <Menu.Item leftSection={<IconUsersGroup size={16} />} onClick={() => setDuplicates(true)}>
                  Find duplicates
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
          {may("leads:write") && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => open(NEW)}>
              Add lead
            </Button>
          )}
        </>
      }
    >
      <LeadList filter={filter} sort={sort} onOpen={open} />
      {lead === NEW && <EditLead lead={null} onClose={() => open()} />}
      {lead !== undefined && lead !== NEW && <OpenLead key={lead} id={lead} onClose={() => open()} />}
      {duplicates && <DuplicateLeads onClose={() => setDuplicates(false)} />}
    </Page>
  );
}

function OpenLead({ id, onClose }: { id: string; onClose: () => void }) {
  const { slug } = useAccount();
  const lead = useQuery(leadQuery(slug, id));
  if (lead.isError) return <CouldNotRead error={lead.error} again={lead.refetch} />;
  return lead.data === undefined ? null : <EditLead lead={lead.data} onClose={onClose} />;
}
