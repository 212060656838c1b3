/** What stands where no battle can be shown. */
export const Nothing = ({ children }: { children: string }) => (
  <div class="battle-page">
    <p class="empty big">
      {children}{' '}
      <a class="watch-link" href="#/battles">
        All battles
      </a>
    </p>
  </div>
);
