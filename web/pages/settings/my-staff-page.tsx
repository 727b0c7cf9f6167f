export function MyStaffPage() {
  return null;
}
