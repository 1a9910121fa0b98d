import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

/** Keeps a broken page or widget from taking the rest down. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    return error === undefined ? (
      this.props.children
    ) : (
      <div style={{ padding: 32 }}>
        <ErrorState error={error} onRetry={() => this.setState({ error: undefined })} />
      </div>
    );
  }
}
