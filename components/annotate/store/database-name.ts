/** Apart, so that pages that only ask what is left on the device carry no more than this. */
export const databaseName = "diptych-annotate"
