export { useState } from "react"
