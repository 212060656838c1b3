import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** The battles, whose code (the rules among it) comes when somebody looks at them first. */
export const Battles = () => {
  const [Area, setArea] = useState<ComponentType>();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const load = async (): Promise<void> => {
      try {
        const { BattlesArea } = await import('./battles-area.tsx');
        setArea(() => BattlesArea);
      } catch {
        setLost(true);
      }
    };
    void load();
  }, []);
  return (
    <main class="battles" tabIndex={-1}>
      {Area !== undefined && <Area />}
      {Area === undefined && (
        <p class="empty big" role="status">
          {isLost ? 'This part of the page did not come. Reload to try again.' : 'Opening the arena…'}
        </p>
      )}
    </main>
  );
};
