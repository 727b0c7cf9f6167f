import { Stepper } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { PublicFrame } from "../sign-in/public-frame.tsx";
import { ChooseLine } from "./choose-line.tsx";
import { CreateCompany, firstRunQuery } from "./create-company.tsx";
import { FirstStaffMember } from "./first-staff-member.tsx";

const STEPS = [
  { label: "Company", title: "Welcome to Ringright", about: "First your company, and you as its owner." },
  {
    label: "Staff",
    title: "Who answers calls?",
    about: "Add the first staff member whose phone rings. More can follow later.",
  },
  {
    label: "Number",
    title: "Which number do people call?",
    about: "Try everything with a practice line first, or connect your carrier.",
  },
];

const ONLY_OWNER = {
  title: "Welcome to Ringright",
  about: "The settings are here already. You are missing, as the owner.",
};

/** From the one-time link that the first start prints to the first number, in three steps. */
export function FirstRunPage() {
  const [step, setStep] = useState(0);
  const [slug, setSlug] = useState("");
  // The token is in the fragment, which no server and no log gets to see.
  const [token] = useState(() => window.location.hash.slice(1));
  const navigate = useNavigate();
  const isThere = (useQuery(firstRunQuery(token)).data?.accounts.length ?? 0) > 0;
  if (isThere) {
    return (
      <PublicFrame {...ONLY_OWNER} width={620}>
        <CreateCompany
          token={token}
          onDone={(chosen) => void navigate({ to: "/a/$slug/calls", params: { slug: chosen }, search: {} })}
        />
      </PublicFrame>
    );
  }
  const shown = STEPS[step] ?? STEPS[0];
  return (
    <PublicFrame title={shown?.title ?? ""} about={shown?.about} width={620}>
      <Stepper active={step} size="sm" iconSize={32} allowNextStepsSelect={false} mb="xs">
        {STEPS.map(({ label }) => (
          <Stepper.Step key={label} label={label} allowStepSelect={false} />
        ))}
      </Stepper>
      {step === 0 && (
        <CreateCompany
          token={token}
          onDone={(made) => {
            setSlug(made);
            setStep(1);
          }}
        />
      )}
      {step === 1 && <FirstStaffMember slug={slug} onDone={() => setStep(2)} />}
      {step === 2 && <ChooseLine slug={slug} />}
    </PublicFrame>
  );
}
