/** Items of a page: the API has no parameter for it, and its clients follow `nextLink`. */
export const PAGE = 100
