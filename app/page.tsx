export default function Home() {
  return <main>Diptych</main>
}
